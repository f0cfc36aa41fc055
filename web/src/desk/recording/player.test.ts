import { effectScope, nextTick } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Playable } from "./playback";
import { usePlayer } from "./player";

const file = (id: string, from: number, to: number): Playable => ({ id, seat: "s", source: "microphone", from, to });
const element = (more: object = {}) => ({ currentTime: 0, paused: true, readyState: 4, error: null, ended: false, seeking: false, pause: vi.fn(), play: vi.fn(() => Promise.resolve()), ...more });
const scope = effectScope();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("asks for the elements it needs, and waits until they are there", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined); // outside a component nobody unmounts
  const player = scope.run(() => usePlayer());
  if (!player) throw new Error("no player");
  player.open([file("a", 0, 20_000), file("b", 1_000_000, 1_020_000), file("c", 2_000_000, 2_020_000)]);
  expect([...player.needed]).toEqual(["a", "b"]);
  player.toggle();
  await vi.advanceTimersByTimeAsync(1000);
  expect(player.at.value).toBe(0);
  const held = element();
  player.hold("a", held as never);
  await vi.advanceTimersByTimeAsync(1000);
  expect(held.play).toHaveBeenCalled();
  expect(player.at.value).toBeGreaterThan(0);
  player.toggle();
  player.seek(1_005_000);
  await nextTick();
  expect([...player.needed]).toEqual(["b", "c"]);
  const later = element();
  player.hold("b", later as never);
  expect(later.currentTime).toBe(5);
});

it("goes on without what the browser cannot play, and tells it from what does not come", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined); // outside a component nobody unmounts
  const player = scope.run(() => usePlayer());
  if (!player) throw new Error("no player");
  player.open([file("picture", 0, 20_000), file("sound", 0, 20_000)]);
  const picture = element({ readyState: 0, error: { code: 3 } });
  const sound = element({ error: { code: 2 } });
  player.hold("picture", picture as never);
  player.hold("sound", sound as never);
  await player.broke("sound", sound as never);
  await player.broke("picture", picture as never);
  expect([...player.faults]).toEqual([["picture", "unplayable"]]);
  player.toggle();
  await vi.advanceTimersByTimeAsync(1000);
  expect(player.at.value).toBeGreaterThan(500);
});

it.each([
  ["a format that is not known", () => Promise.resolve(new Response("x", { status: 206 })), "unplayable"],
  ["an answer that is none", () => Promise.resolve(new Response("", { status: 503 })), "lost"],
  ["a line that is gone", () => Promise.reject(new TypeError("no line")), "lost"],
])("tells %s by asking whether the file is there, and forgets it with its element", async (_claim, fetched, fault) => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined); // outside a component nobody unmounts
  vi.stubGlobal("fetch", vi.fn(fetched));
  const player = scope.run(() => usePlayer());
  if (!player) throw new Error("no player");
  const files = [file("picture", 0, 20_000)];
  player.open(files);
  const picture = element({ readyState: 0, error: { code: 4 }, src: "/picture" });
  const fail = async () => {
    player.hold("picture", picture as never);
    await player.broke("picture", picture as never);
    expect(player.faults.get("picture")).toBe(fault);
  };
  await fail();
  expect(fetch).toHaveBeenCalledWith("/picture", { headers: { range: "bytes=0-0" } });
  player.hold("picture", null);
  expect(player.faults.size).toBe(0);
  await fail();
  player.open(files);
  expect(player.faults.size).toBe(0);
});
