import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { reactive } from "vue";
import { show } from "../parts/show";
import type { AlikeRequest } from "../rest";
import { t } from "../text";
import AlikeList from "./AlikeList.vue";

const sought = { title: "物业收支一直不公开", place: "620103002" } as AlikeRequest;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([true, false])("says calmly that the person was not looked for where the numbers are used up: %s", async (usedUp) => {
  const answer = JSON.stringify({ numbers_used_up: usedUp, petitions: [] });
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(answer, { headers: { "content-type": "application/json" } })),
  );
  const props = reactive<{ sought: AlikeRequest | null }>({ sought: null });
  const { page, gone } = show(AlikeList, props);
  props.sought = sought;
  await vi.advanceTimersByTimeAsync(600);
  await vi.waitFor(() => {
    const said = page.querySelector("[data-part=numbers-used-up]")?.textContent;
    expect(said).toBe(usedUp ? t.value.register.numbersUsedUp : undefined);
  });
  expect(page.querySelector("section")).toBeNull();
  gone();
});
