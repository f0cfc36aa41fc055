import { expect, it, vi } from "vitest";
import { reception } from "../api";
import { show } from "../parts/show";
import { t } from "../text";
import ComplianceTable from "./ComplianceTable.vue";

it("tells the kinds of receptions apart from the numbers of each", async () => {
  const kinds = [{ kind: "appointed", held: 2, cases: 5, persons: 9 }, { kind: "visit", held: 1, cases: 1, persons: 1 }];
  vi.spyOn(reception, "compliance").mockResolvedValue({ met: 1, bound: 1, as_of: 0, rows: [], daily: [], by_kind: kinds } as never);
  const { page, gone } = show(ComplianceTable, { day: "2026-11-23" });
  const told = () => page.querySelector("[data-part=by-kind]")?.textContent ?? "";
  await vi.waitFor(() => expect(told()).not.toBe(""));
  expect(told().split(t.value.common.semicolon)).toHaveLength(2);
  gone();
});
