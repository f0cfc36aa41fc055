import { expect, it, vi } from "vitest";
import { reception } from "../api";
import { show } from "../parts/show";
import { t } from "../text";
import ComplianceTable from "./ComplianceTable.vue";

const both = { zh: "口径", en: "formula" };
const counted = { met: 1, bound: 4, share: 0.25, unbound: 2, left: 1, came: 3, formula: both, excluded: both, as_of: 0, rows: [], daily: [], by_kind: [] };

it("says the share, what it is of and what is left out, and saves it as a file", async () => {
  vi.spyOn(reception, "compliance").mockResolvedValue(counted as never);
  const { page, gone } = show(ComplianceTable, { day: "2026-11-23" });
  const told = (part: string) => page.querySelector(`[data-part=${part}]`)?.textContent ?? "";
  await vi.waitFor(() => expect(told("share")).toContain(t.value.reception.summary("25.0%", 1, 4)));
  expect(told("left-out")).toBe(t.value.reception.leftOut(2, 1, 3));
  expect(page.querySelector("a[download]")?.getAttribute("href")).toContain("/api/reception/compliance/export?day=2026-11-23");
  gone();
});

it("tells the kinds of receptions apart from the numbers of each", async () => {
  const kinds = [{ kind: "appointed", held: 2, cases: 5, persons: 9 }, { kind: "visit", held: 1, cases: 1, persons: 1 }];
  vi.spyOn(reception, "compliance").mockResolvedValue({ ...counted, by_kind: kinds } as never);
  const { page, gone } = show(ComplianceTable, { day: "2026-11-23" });
  const told = () => page.querySelector("[data-part=by-kind]")?.textContent ?? "";
  await vi.waitFor(() => expect(told()).not.toBe(""));
  expect(told().split(t.value.common.semicolon)).toHaveLength(2);
  gone();
});
