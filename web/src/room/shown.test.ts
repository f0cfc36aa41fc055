import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp, defineComponent, h, shallowRef, type App, type ShallowRef } from "vue";
import type { ClientMessage } from "@/wire";
import type { HearingRoom } from "./hearing";
import Picture from "./Picture.vue";
import { drawnHeight, useShown, watchShown } from "./shown";

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

describe("a stage", () => {
  const track = { kind: "video" } as MediaStreamTrack;
  const stream = Object.assign(new MediaStream(), { getVideoTracks: () => [track] });

  /** A stage with one picture, in a page where everything is in view. */
  function mounted(): { told: ClientMessage[]; app: App; link: ShallowRef<{ is: string }> } {
    const told: ClientMessage[] = [];
    const link = shallowRef({ is: "open" });
    const hearing = {
      room: shallowRef({ slots: [{ mid: "4", seat: "s", kind: "camera" }, { mid: "2", seat: "s", kind: "microphone" }] }),
      received: shallowRef(new Map([["2", { kind: "audio" } as MediaStreamTrack], ["4", track]])),
      link,
      request: (message: ClientMessage) => Promise.resolve(void told.push(message)),
    } as unknown as HearingRoom;
    const picture = () => h(Picture, { stream, label: "" });
    const app = createApp(() => h(defineComponent({ setup: () => (useShown(hearing), picture) })));
    app.mount(document.createElement("div"));
    return { told, app, link };
  }

  it("has the relay told of its pictures, and again when the socket is back", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("ResizeObserver", class { observe() {} disconnect() {} });
    vi.stubGlobal("IntersectionObserver", class {
      constructor(private readonly call: (entries: { isIntersecting: boolean }[]) => void) {}
      observe(element: HTMLElement) {
        Object.defineProperty(element, "clientHeight", { value: 300 });
        this.call([{ isIntersecting: true }]);
      }
      disconnect() {}
    });
    const { told, app, link } = mounted();
    await vi.advanceTimersByTimeAsync(400);
    const all = { type: "tiles", tiles: [{ mid: "4", height: 360 }] };
    expect(told).toEqual([all]);
    link.value = { is: "waiting" };
    link.value = { is: "open" };
    await vi.advanceTimersByTimeAsync(400);
    expect(told).toEqual([all, all]);
    app.unmount();
    vi.useRealTimers();
  });

  it("says nothing in a browser that cannot watch", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("IntersectionObserver", undefined);
    const { told, app } = mounted();
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([]);
    app.unmount();
    vi.useRealTimers();
  });
});
