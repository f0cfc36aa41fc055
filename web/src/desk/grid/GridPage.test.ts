import { afterEach, expect, it, vi } from "vitest";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import GridPage from "./GridPage.vue";

const { places, list } = vi.hoisted(() => ({ places: vi.fn(), list: vi.fn() }));
vi.mock("../api", () => ({ grid: { places, list } }));

let shown: Shown;
afterEach(() => shown.gone());

async function boxesOf(grids: string[], takes_up: boolean) {
  places.mockResolvedValue({ places: grids.map((code) => ({ code, name: "第一网格" })), takes_up });
  list.mockResolvedValue({ rows: [], next: null });
  shown = show(GridPage, {});
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setTimeout(done));
  return [...shown.page.querySelectorAll(".el-radio")].map((radio) => radio.textContent?.trim());
}

it("shows whoever has a post in a grid what waits there to be looked at, whoever reported it", async () => {
  const { mine, to_look_at, open, taken } = t.value.grid.box;
  expect(await boxesOf(["620103002001001"], false)).toEqual([mine, to_look_at]);
  shown.gone();
  expect(await boxesOf([], true)).toEqual([mine, open, taken]);
  expect(list.mock.lastCall?.[0]).toBe("open");
});
