import { afterEach, expect, it, vi } from "vitest";
import { petitions } from "../api";
import { show, type Shown } from "../parts/show";
import type { PetitionRow } from "../rest";
import { t } from "../text";
import BulkDialog from "./BulkDialog.vue";

let shown: Shown;
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  vi.restoreAllMocks();
});

it("tells which rows it was not done for: they stay chosen", async () => {
  const rows = ["a", "b"].map((id) => ({ id, number: id, title: id, version: 1, registered_at: 1 }) as PetitionRow);
  const stale = { type: "about:blank", title: "", status: 409, code: "stale" };
  vi.spyOn(petitions, "transitions").mockResolvedValue([{ id: "a", problem: null }, { id: "b", problem: stale }] as never);
  const onDone = vi.fn();
  shown = show(BulkDialog, { step: "start_screening", rows, onDone });
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setTimeout(done));
  [...document.querySelectorAll("button")].find((one) => one.textContent?.includes(t.value.bulk.run(2)))?.click();
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setTimeout(done));
  expect(onDone.mock.calls).toEqual([[["b"]]]);
});
