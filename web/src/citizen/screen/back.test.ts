import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick, shallowRef } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { keepScreen } from "../enter";
import EndedPage from "../join/EndedPage.vue";
import JoinPage from "../join/JoinPage.vue";
import { path } from "../pages";

let shown: Shown;
const settle = async () => { for (let i = 0; i < 12; i++) await nextTick(); };
const over = { hearing: { room: shallowRef(null) }, ended: { is: "ended", reason: "hearing_over", detail: null } };

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, "", "/hall");
  path.value = "/hall";
  vi.stubGlobal("navigator", { ...navigator, userAgent: "tv", language: "zh-CN", mediaDevices: { getUserMedia: () => undefined } });
  vi.stubGlobal("fetch", () => Promise.resolve({ ok: false, status: 401, text: () => Promise.resolve('{"code":"unauthenticated"}') }));
});
afterEach(() => {
  shown.gone();
  localStorage.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([
  [true, "/screen"],
  [false, "/hall"],
])("a wall whose seat is gone waits for the next hearing, if it is a paired screen: %s", async (paired, at) => {
  keepScreen(paired);
  shown = show(JoinPage, {});
  await settle();
  expect(path.value).toBe(at);
});

it.each([
  [true, "/screen"],
  [false, "/hall"],
])("after a hearing a paired screen goes back to waiting by itself: %s", async (paired, at) => {
  keepScreen(paired);
  shown = show(EndedPage, over);
  await vi.advanceTimersByTimeAsync(14_000);
  expect(path.value).toBe("/hall");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(path.value).toBe(at);
});

it("and at once when told to", async () => {
  keepScreen(true);
  shown = show(EndedPage, over);
  shown.page.querySelector<HTMLButtonElement>("[data-do=back]")?.click();
  await settle();
  expect(path.value).toBe("/screen");
});
