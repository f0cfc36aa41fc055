import { effectScope, nextTick } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Playable } from "./playback";
import { usePlayer } from "./player";

const file = (id: string, from: number, to: number): Playable => ({ id, seat: "s", source: "microphone", from, to });
const element = (more: object = {}) => ({ currentTime: 0, paused: true, readyState: 4, error: null, ended: false, seeking: false, pause: vi.fn(), play: vi.fn(() => Promise.resolve()), ...more });
const scope = effectScope();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

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
  const picture = element({ readyState: 0, error: { code: 4 } });
  player.hold("picture", picture as never);
  player.hold("sound", element() as never);
  player.broke("sound", { error: { code: 2 } as MediaError });
  player.broke("picture", picture as never);
  expect([...player.unplayable]).toEqual(["picture"]);
  player.toggle();
  await vi.advanceTimersByTimeAsync(1000);
  expect(player.at.value).toBeGreaterThan(500);
});
