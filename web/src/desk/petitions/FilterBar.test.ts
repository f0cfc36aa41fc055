import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { show } from "../parts/show";
import type { Me } from "../rest";
import { me } from "../shell/session";
import { t } from "../text";
import FilterBar from "./FilterBar.vue";
import { blankFilter } from "./list";

afterEach(() => {
  vi.unstubAllGlobals();
  me.value = null;
  document.body.innerHTML = "";
});

it.each(["people", "names", "words"] as const)("says whom a search by %s finds", async (finds) => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ rows: [], next: null })));
  me.value = { desk: { finds } } as unknown as Me;
  const { page, gone } = show(FilterBar, { modelValue: blankFilter() });
  await nextTick();
  expect(page.querySelector<HTMLInputElement>("input[type=search]")?.placeholder).toBe(t.value.list.searchHint[finds]);
  gone();
});
