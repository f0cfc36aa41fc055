import { expect, it } from "vitest";
import { show } from "../parts/show";
import HeatGrid from "./HeatGrid.vue";

const indicator = { id: "petitions", name: { zh: "信访总量", en: "Petitions" }, unit: "count" };
const nothing = { agency_name: null, class: null, channel: null, month: null, month_before: null, leader_name: null, hearing_kind: null, level: null };
const row = (division: string, value: number) => ({
  ...nothing, division, division_name: division, values: [{ numerator: value, denominator: value, excluded: 0, value }],
});

it.each([
  ["6201", ["620103", "620123"], ["3", "5"], false],
  ["6202", ["620201", "620202"], ["", ""], true],
])("%s is laid out as its layout says, or says that it is no map", (division, places, columns, inOrder) => {
  const { page, gone } = show(HeatGrid, { indicator, at: 0, division, rows: places.map((place, n) => row(place, n + 1)) });
  const tiles = [...page.querySelectorAll<HTMLElement>("li")];
  expect(tiles.map((tile) => String(tile.style.gridColumn ?? "").charAt(0))).toEqual(columns);
  expect(page.querySelector("[data-part=no-map]") !== null).toBe(inOrder);
  gone();
});
