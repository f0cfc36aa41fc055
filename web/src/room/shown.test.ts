import { afterEach, expect, it, vi } from "vitest";
import { drawnHeight, watchShown } from "./shown";

const wide = { width: 1280, height: 720 };
const upright = { width: 360, height: 640 };
it.each([
  ["fills its box", { width: 160, height: 90 }, wide, "cover", 90],
  ["is cropped above and below", { width: 320, height: 90 }, wide, "cover", 180],
  ["is cropped at the sides", { width: 120, height: 90 }, wide, "cover", 90],
  ["has bars above and below", { width: 320, height: 240 }, wide, "contain", 180],
  ["held upright, has bars at its sides", { width: 960, height: 540 }, upright, "contain", 540],
  ["of unknown shape, counts as its box", { width: 320, height: 240 }, { width: 0, height: 0 }, "cover", 240],
])("a picture that %s", (_, box, picture, fit, height) => {
  expect(drawnHeight(box, picture, fit)).toBe(height);
});

afterEach(() => vi.unstubAllGlobals());

it("an element is told of in device pixels once it is known whether it is in view, and until it is stopped", () => {
  let [resize, see]: [() => void, (entries: { isIntersecting: boolean }[]) => void] = [() => undefined, () => undefined];
  const disconnect = vi.fn();
  vi.stubGlobal("ResizeObserver", class {
    observe = vi.fn();
    disconnect = disconnect;
    constructor(call: typeof resize) { resize = call; }
  });
  vi.stubGlobal("IntersectionObserver", class {
    observe = vi.fn();
    disconnect = disconnect;
    constructor(call: typeof see) { see = call; }
  });
  vi.stubGlobal("devicePixelRatio", 3); // a phone; counted as 2
  const element = document.createElement("video");
  Object.defineProperties(element, { clientWidth: { value: 160 }, clientHeight: { value: 90 }, videoWidth: { value: 0 } });
  const heights: number[] = [];
  const stop = watchShown(element, (height) => heights.push(height));
  resize();
  see([{ isIntersecting: true }]);
  see([{ isIntersecting: false }]);
  expect(heights).toEqual([180, 0]);
  stop();
  expect(disconnect).toHaveBeenCalledTimes(2);
});

it("a browser that cannot watch says nothing", () => {
  vi.stubGlobal("IntersectionObserver", undefined);
  expect(() => watchShown(document.createElement("video"), () => undefined)()).not.toThrow();
});
