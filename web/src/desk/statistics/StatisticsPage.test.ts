import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lists, statistics } from "../api";
import { settled, show, type Shown } from "../parts/show";
import { GROUPS } from "./numbers";
import StatisticsPage from "./StatisticsPage.vue";

const replace = vi.hoisted(() => vi.fn());
vi.mock("vue-router", () => ({ useRouter: () => ({ replace }), useRoute: () => ({ query: { by: "class,division" } }) }));

const row = { division: null, agency: null, class: null, channel: null, month: null, leader: null, hearing_kind: null, level: null };
const rate = { numerator: 1, denominator: 1, excluded: 0, value: 1 };
const ids = GROUPS.flatMap(([, ids]) => ids);

let shown: Shown;

beforeEach(() => {
  vi.spyOn(lists, "divisions").mockResolvedValue([]);
  vi.spyOn(statistics, "table").mockImplementation((_, by) => {
    const cells = by.includes(",") ? ["620102", "620103"] : [null];
    const indicators = ids.map((id) => ({
      id,
      name: { zh: id, en: id },
      formula: { zh: "", en: "" },
      excluded: { zh: "", en: "" },
      unit: "count",
      period: "registered",
    }));
    const values = indicators.map(() => rate);
    return Promise.resolve({
      division: "6201",
      division_name: "兰州市",
      from: "2026-01-01",
      to: "2026-11-25",
      as_of: 0,
      by: by.split(","),
      sealed: 0,
      against: null,
      receptions: { days: 3, cases: 9, persons: 14, video_share: 0.1 },
      indicators,
      total: values,
      rows: cells.map((division) => ({ ...row, class: "land", division, division_name: division, values, compared: null })),
    } as never);
  });
});

afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
});

it("tells the table apart by all that is chosen, and the chart by the first", async () => {
  shown = show(StatisticsPage, {});
  await settled();
  const { page } = shown;
  const asked = () => vi.mocked(statistics.table).mock.calls.slice(-2).map(([, by]) => by);
  expect(asked()).toEqual(["class", "class,division"]);
  expect(page.querySelectorAll("[data-part=table] tbody tr").length).toBe(3);
  expect(page.querySelectorAll("[data-part=chart] li").length).toBe(1);
  expect(page.querySelector<HTMLAnchorElement>("a[download]")?.href).toContain("by=class%2Cdivision");

  const third = page.querySelector<HTMLSelectElement>("[data-part=by-2]")!;
  expect([...third.options].map((one) => one.value)).not.toContain("class");
  third.value = "month";
  third.dispatchEvent(new Event("change"));
  await settled();
  expect(asked()).toEqual(["class", "class,division,month"]);
  expect(replace.mock.lastCall?.[0].query.by).toBe("class,division,month");

  const second = page.querySelector<HTMLSelectElement>("[data-part=by-1]")!;
  second.value = "";
  second.dispatchEvent(new Event("change"));
  await settled();
  expect(asked()).toEqual(["class", "class,month"]);
});

it("shows what leaders received in person beside the hearings by video", async () => {
  shown = show(StatisticsPage, {});
  await settled();
  const told = shown.page.querySelector("[data-part=receptions]")?.textContent;
  expect(told).toContain("3 天");
  expect(told).toContain("10.0%");
});
