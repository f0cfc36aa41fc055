import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { lists } from "../api";
import { show } from "../parts/show";
import type { Division, Me } from "../rest";
import { me } from "../shell/session";
import { t } from "../text";
import FilterBar from "./FilterBar.vue";
import { blankFilter } from "./list";

beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ rows: [], next: null })));
  vi.spyOn(lists, "divisions").mockResolvedValue([]);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  me.value = null;
  document.body.innerHTML = "";
});

it.each(["people", "names", "words"] as const)("says whom a search by %s finds", async (finds) => {
  me.value = { desk: { finds } } as unknown as Me;
  const { page, gone } = show(FilterBar, { modelValue: blankFilter() });
  await nextTick();
  expect(page.querySelector<HTMLInputElement>("input[type=search]")?.placeholder).toBe(t.value.list.searchHint[finds]);
  gone();
});

it("narrows to a division below one's own", async () => {
  const divisions = [
    { code: "62", name: "甘肃省", parent: null, level: "province" },
    { code: "6201", name: "兰州市", parent: "62", level: "city" },
    { code: "620103", name: "七里河区", parent: "6201", level: "county" },
    { code: "6202", name: "嘉峪关市", parent: "62", level: "city" },
  ];
  vi.mocked(lists.divisions).mockResolvedValue(divisions as Division[]);
  me.value = { desk: { finds: "words" }, agency: { division: "6201" } } as unknown as Me;
  let asked: unknown;
  const { page, gone } = show(FilterBar, {
    modelValue: blankFilter(),
    "onUpdate:modelValue": (filter: unknown) => (asked = filter),
  });
  const select = page.querySelector<HTMLSelectElement>("[data-part=place]")!;
  await vi.waitFor(() => expect([...select.options].map((one) => one.value)).toEqual(["", "620103"]));
  select.value = "620103";
  select.dispatchEvent(new Event("change"));
  expect(asked).toEqual({ ...blankFilter(), place: "620103" });
  gone();
});
