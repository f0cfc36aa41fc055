import { afterEach, expect, it, vi } from "vitest";
import { reception } from "../api";
import { settled, show, type Shown } from "../parts/show";
import { t } from "../text";
import PlanForm from "./PlanForm.vue";

let shown: Shown;
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  sessionStorage.clear();
  vi.restoreAllMocks();
});

const leaders = [{ staff: "l", name: "李某", title: "县长", agency_name: "县政府" }];
const place = () => shown.page.querySelector<HTMLInputElement>(`input[aria-label="${t.value.reception.place}"]`)!;

it("keeps a day that is being planned until the server has it", async () => {
  shown = show(PlanForm, { leaders });
  await settled();
  await shown.type(place(), "一楼接待厅");
  shown.gone();
  shown = show(PlanForm, { leaders });
  await settled();
  expect([place().value, shown.page.textContent?.includes(t.value.common.restored)]).toEqual(["一楼接待厅", true]);
  vi.spyOn(reception, "plan").mockResolvedValue({} as never);
  shown.page.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
  shown.gone();
  shown = show(PlanForm, { leaders });
  await settled();
  expect(place().value).toBe("");
});
