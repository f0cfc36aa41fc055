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

it("names the rows before it runs, and joins one alone only to another whose number is given", async () => {
  const row = { id: "a", number: "XF1", title: "电梯停运", version: 1, registered_at: 1 } as PetitionRow;
  shown = show(BulkDialog, { step: "merge", rows: [row] });
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setTimeout(done));
  expect(document.querySelector("[data-part=meant]")?.textContent).toContain("XF1 电梯停运");
  const run = [...document.querySelectorAll("button")].find((one) => one.textContent?.includes(t.value.bulk.run(1)));
  expect(run?.disabled).toBe(true);
});
