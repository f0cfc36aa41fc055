import { afterEach, beforeEach, expect, it } from "vitest";
import { createApp, h, nextTick, shallowRef, type App } from "vue";
import SignPad from "./SignPad.vue";
import type { Strokes } from "./strokes";

const strokes = shallowRef<Strokes>([]);
let page: HTMLElement;
let app: App;

function pointer(type: string, pointerId: number, clientX: number): void {
  const canvas = page.querySelector("canvas");
  canvas?.dispatchEvent(new PointerEvent(`pointer${type}`, { pointerId, clientX, clientY: 10, cancelable: true }));
}
const drawn = () => strokes.value.map((stroke) => stroke.map(({ x }) => x));

beforeEach(() => {
  strokes.value = [];
  page = document.createElement("div");
  document.body.append(page);
  app = createApp({ render: () => h(SignPad, { modelValue: strokes.value, "onUpdate:modelValue": (now: Strokes) => (strokes.value = now) }) });
  app.mount(page);
  const canvas = page.querySelector("canvas") as HTMLCanvasElement;
  canvas.setPointerCapture = () => undefined;
  canvas.getBoundingClientRect = () => new DOMRect(0, 0, 300, 180);
});
afterEach(() => {
  app.unmount();
  page.remove();
});

it("draws with one finger: a palm that comes down meanwhile neither cuts nor joins the stroke", () => {
  pointer("down", 1, 10);
  pointer("move", 1, 20);
  pointer("down", 2, 200);
  pointer("move", 2, 210);
  pointer("move", 1, 30);
  pointer("up", 2, 210);
  pointer("move", 1, 40);
  pointer("up", 1, 40);
  expect(drawn()).toEqual([[10, 20, 30, 40]]);
});

it("takes the next stroke from any finger", async () => {
  pointer("down", 1, 10);
  pointer("cancel", 1, 10);
  await nextTick();
  pointer("down", 2, 50);
  pointer("move", 2, 60);
  pointer("up", 2, 60);
  expect(drawn()).toEqual([[10], [50, 60]]);
});
