import { expect, it } from "vitest";
import { show } from "../parts/show";
import PetitionTable from "./PetitionTable.vue";

const row = {
  id: "p1",
  number: "XF620100202611231000001K",
  title: "小区物业不公开收支",
  state: "screening",
  category: "appeal",
  content_class: "property_management",
  channel: "web",
  place_name: "西湖街道",
  unit_name: null,
  desk_name: "兰州市信访局",
  came: null,
  registered_at: 1,
  next_due: null,
  overdue: false,
  version: 1,
};

it("says that a bureau has yet to pass it on only while it has", () => {
  const rows = [row, { ...row, id: "p2", state: "withdrawn" }];
  const { page, gone } = show(PetitionTable, { rows, chosen: null, short: false, ticked: new Set() });
  const words = ["p1", "p2"].map((id) => page.querySelector(`[data-id="${id}"]`)?.textContent);
  expect(words[0]).toContain("兰州市信访局，尚未转交");
  expect(words[1]).not.toContain("尚未转交");
  gone();
});

it("shows what is ticked in the short list, too", () => {
  const rows = [row, { ...row, id: "p2" }];
  const { page, gone } = show(PetitionTable, { rows, chosen: "p1", short: true, ticked: new Set(["p1"]) });
  const boxes = [...page.querySelectorAll<HTMLInputElement>("td.tick input")];
  expect(boxes.map(({ checked }) => checked)).toEqual([true, false]);
  gone();
});
