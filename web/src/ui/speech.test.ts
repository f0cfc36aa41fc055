import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createApp, h, nextTick, type App } from "vue";
import ReadAloud from "./ReadAloud.vue";

interface Said { text: string; onend?: () => void }

let queue: Said[];
let page: HTMLElement;
let app: App;

const keys = () => [...page.querySelectorAll<HTMLElement>("[data-do=read-aloud]")];
const pressed = () => keys().map((key) => key.getAttribute("aria-pressed"));
const press = (which: number) => {
  keys()[which]?.click();
  return nextTick();
};

beforeEach(() => {
  queue = [];
  vi.stubGlobal("SpeechSynthesisUtterance", class { constructor(readonly text: string) {} });
  vi.stubGlobal("speechSynthesis", { speak: (said: Said) => queue.push(said), cancel: () => (queue = []) });
  page = document.createElement("div");
  app = createApp({ render: () => ["第一段。", "第二段。"].map((text) => h(ReadAloud, { text: () => text })) });
  app.mount(page);
});
afterEach(() => {
  app.unmount();
  vi.unstubAllGlobals();
});

it("reads one text at a time, and the key of the one cut off is back at reading", async () => {
  await press(0);
  expect(pressed()).toEqual(["true", "false"]);
  await press(1);
  expect([pressed(), queue.map((said) => said.text)]).toEqual([["false", "true"], ["第二段"]]);
  await press(0);
  expect([pressed(), queue.map((said) => said.text)]).toEqual([["true", "false"], ["第一段"]]);
});

it("is over with the last word, whatever a voice tells late of what was cut off", async () => {
  await press(0);
  const cut = queue[0];
  await press(0);
  expect([pressed(), queue]).toEqual([["false", "false"], []]);
  await press(0);
  cut?.onend?.();
  await nextTick();
  expect(pressed()).toEqual(["true", "false"]);
  queue[0]?.onend?.();
  await nextTick();
  expect(pressed()).toEqual(["false", "false"]);
});
