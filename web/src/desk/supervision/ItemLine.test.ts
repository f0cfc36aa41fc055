import { expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { Problem } from "@/api/http";
import { supervision } from "../api";
import { show } from "../parts/show";
import ItemLine from "./ItemLine.vue";

const failed = vi.hoisted(() => vi.fn());
vi.mock("../parts/say", () => ({ failed, told: vi.fn(), failureText: vi.fn(), confirmed: vi.fn() }));

const item = {
  id: "i", hearing: "h", agency: "a", agency_name: "区住建局", content: "维修屋面", deadline: "2026-12-01", entry: "e", state: "ordered",
  petition_number: "XF1", petition: null, overdue: false, may: ["accept"],
};

it.each([
  ["is looked at anew where a colleague was faster", new Problem(422, "wrong_state"), 1],
  ["stays as it is where no answer came", new Problem(0, "unreachable"), 0],
])("a line %s", async (_claim, problem, times) => {
  vi.spyOn(supervision, "step").mockRejectedValue(problem);
  const onChanged = vi.fn();
  const { page, gone } = show(ItemLine, { item, linked: true, onChanged });
  await nextTick();
  page.querySelector("button")?.click();
  await vi.waitFor(() => expect(failed).toHaveBeenLastCalledWith(problem));
  expect(onChanged).toHaveBeenCalledTimes(times);
  gone();
});
