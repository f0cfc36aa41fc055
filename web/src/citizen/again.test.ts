// What a broken line keeps from a page is asked for until it comes, and the page says so.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { h, nextTick } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { AGAIN_MS } from "./again";
import JoinPage from "./join/JoinPage.vue";
import LazyPart from "./LazyPart.vue";

let shown: Shown;
const settle = async () => { for (let i = 0; i < 16; i++) await nextTick(); };
const says = () => shown.page.textContent ?? "";
const BY_ITSELF = "网络恢复后会自动继续";

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, "", "/join");
  vi.stubGlobal("navigator", { ...navigator, userAgent: "phone", language: "zh-CN", mediaDevices: { getUserMedia: () => undefined } });
});
afterEach(() => {
  shown.gone();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a part that did not come", async () => {
  const load = vi.fn(() => Promise.reject<{ default: { render(): unknown } }>(new Error("lost")));
  shown = show(LazyPart, { load });
  await settle();
  expect(says()).toContain(BY_ITSELF);
  load.mockImplementation(() => Promise.resolve({ default: { render: () => h("p", "here") } }));
  await vi.advanceTimersByTimeAsync(AGAIN_MS);
  await settle();
  expect([says(), load.mock.calls.length]).toEqual(["here", 2]);
});

it("which seat it is, unless that was answered", async () => {
  const ask = vi.fn(() => Promise.reject<unknown>(new Error("lost")));
  vi.stubGlobal("fetch", ask);
  shown = show(JoinPage, {});
  await settle();
  expect(says()).toContain(BY_ITSELF);
  ask.mockImplementation(() => Promise.resolve({ ok: false, status: 401, text: () => Promise.resolve('{"code":"unauthenticated"}') }));
  await vi.advanceTimersByTimeAsync(AGAIN_MS);
  await settle();
  expect(says()).toContain("请从收到的链接进入");
  const asked = ask.mock.calls.length;
  await vi.advanceTimersByTimeAsync(10 * AGAIN_MS);
  expect(ask.mock.calls.length).toBe(asked);
});
