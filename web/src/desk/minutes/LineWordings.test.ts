import { afterEach, expect, it, vi } from "vitest";
import { nextTick, shallowReactive } from "vue";
import { entry } from "@/state/sample";
import { show, type Shown } from "../parts/show";
import LineWordings from "./LineWordings.vue";

const minutes = vi.hoisted(() => vi.fn());
vi.mock("../api", () => ({ hearings: { minutes } }));

let shown: Shown | undefined;
afterEach(() => shown?.gone());

const wording = (revision: number, text: string) => ({ revision, phase: "statement", speaker: null, text, struck: revision === 3 ? "与上一条重复" : null, at: 0, author: "clerk" });
const said = () => [...(shown?.page.querySelectorAll("li") ?? [])].map((li) => li.textContent ?? "");

it("shows what a line said each time and who wrote it, and again after another change", async () => {
  const [first, second, third] = [wording(1, "六十户"), wording(2, "六十六户"), wording(3, "六十五户")];
  minutes.mockResolvedValue({ entries: [{ id: "e1", wordings: [first, second] }, { id: "e2", wordings: [] }], seats: [] });
  const props = shallowReactive<Record<string, unknown>>({ hearing: "h", entry: entry(1, { revision: 2 }), plates: new Map([["clerk", "书记员 甲"]]) });
  shown = show(LineWordings, props);
  expect([minutes.mock.calls.length, said()]).toEqual([0, []]);
  shown.page.querySelector<HTMLElement>("[data-do=wordings]")?.click();
  await vi.waitFor(() => expect(said().length).toBe(2));
  expect(said()[0]).toContain("六十户");
  expect(said()[0]).toContain("书记员 甲");
  expect(said()[1]).toContain("六十六户");
  minutes.mockResolvedValue({ entries: [{ id: "e1", wordings: [first, second, third] }], seats: [] });
  props.entry = entry(1, { revision: 3 });
  await nextTick();
  await vi.waitFor(() => expect(said().length).toBe(3));
  expect(said()[2]).toContain("作废：与上一条重复");
  expect([...shown.page.querySelectorAll("s")].map((one) => one.textContent)).toEqual(["六十五户"]);
});
