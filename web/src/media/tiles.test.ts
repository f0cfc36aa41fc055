import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Disconnected, Refused, type Answer } from "@/socket/requests";
import type { ClientMessage, Tile } from "@/wire";
import { Tiles, toStep, unsaid } from "./tiles";

it.each([[0, 0], [-1, 0], [NaN, 0], [1, 90], [90, 90], [91, 180], [359, 360], [361, 540], [721, 1080], [4000, 1080]])(
  "a height of %s is told as %s", (height, step) => expect(toStep(height)).toBe(step),
);

describe("what is yet to be said", () => {
  const sections = new Set(["3", "4"]);
  const views = [{ mid: "3", height: 500 }, { mid: "3", height: 80 }];
  const both = new Set(["3", "4"]);
  it.each<[string, Set<string>, boolean, [string, number][], Record<string, number>]>([
    ["the largest view of a section, and nothing for one without", both, false, [], { 3: 540, 4: 0 }],
    ["nothing that was said", both, false, [["3", 540], ["4", 0]], {}],
    ["nothing of an idle section: who comes is shown in full", new Set(["3"]), false, [["3", 540]], {}],
    ["that an idle section is ready again", new Set(["3"]), false, [["3", 540], ["4", 0]], { 4: 180 }],
    ["zero for everything in the background", new Set(["3"]), true, [["3", 540], ["4", 180]], { 3: 0, 4: 0 }],
  ])("%s", (_, carrying, hidden, said, tiles) => {
    const told = unsaid({ sections, carrying, views, hidden }, new Map(said));
    expect(Object.fromEntries(told.map(({ mid, height }) => [mid, height]))).toEqual(tiles);
  });
});

describe("the relay is told", () => {
  let told: Record<string, number>[];
  let answer: () => Promise<Answer>;
  let tiles: Tiles;
  const [large, small] = [{}, {}];
  const turn = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const mids = (said: Tile[]) => Object.fromEntries(said.map(({ mid, height }) => [mid, height]));

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    answer = () => Promise.resolve({ type: "done", re: 1 });
    tiles = new Tiles((message) => {
      told.push(mids((message as Extract<ClientMessage, { type: "tiles" }>).tiles));
      return answer();
    });
    tiles.connected([["3", large], ["4", small]]);
    tiles.carry(["3", "4"]);
    tiles.show(large, "3", 700);
    tiles.show(small, "4", 120);
  });
  afterEach(() => {
    tiles.stop();
    vi.useRealTimers();
  });

  it("once for many changes, and only when a step is passed", async () => {
    await turn(399);
    expect(told).toEqual([]);
    await turn(1);
    expect(told).toEqual([{ 3: 720, 4: 180 }]);
    for (const height of [650, 560, 600]) tiles.show(large, "3", height);
    await turn(10_000);
    expect(told).toHaveLength(1);
  });

  it("also while a picture keeps changing", async () => {
    for (let height = 100; height < 700; height += 10) {
      tiles.show(large, "3", height);
      await turn(100);
    }
    expect(told.length).toBeGreaterThanOrEqual(5);
    await turn(400);
    expect(told[told.length - 1]).toEqual({ 3: 720 });
  });

  it("soon of what comes into view, in time of what leaves it", async () => {
    await turn(400);
    tiles.show(small, "4", 0);
    await turn(399);
    expect(told).toHaveLength(1);
    await turn(1);
    expect(told[1]).toEqual({ 4: 0 });
    tiles.show(small, "4", 120);
    await turn(50);
    expect(told[2]).toEqual({ 4: 180 });
  });

  it("at once when the page goes to the background, soon when it is back", async () => {
    await turn(400);
    tiles.hide(true);
    expect(told[1]).toEqual({ 3: 0, 4: 0 });
    tiles.hide(false);
    await turn(50);
    expect(told[2]).toEqual({ 3: 720, 4: 180 });
  });

  it("when an element is gone, but not when its picture moves to another", async () => {
    await turn(400);
    tiles.gone(large);
    await turn(1400);
    const another = {};
    tiles.show(another, "3", 710);
    await turn(10_000);
    expect(told).toHaveLength(1);
    tiles.gone(another);
    await turn(1900);
    expect(told[1]).toEqual({ 3: 0 });
  });

  it("nothing more once stopped", async () => {
    tiles.gone(large);
    tiles.stop();
    await turn(10_000);
    expect(told).toEqual([]);
  });

  it("everything again by a fresh connection and by a socket that is back, nothing by a mere restart", async () => {
    await turn(400);
    tiles.connected([["3", large], ["4", small]]);
    await turn(400);
    expect(told).toHaveLength(1);
    tiles.connected([["3", {}], ["4", {}]]);
    await turn(400);
    tiles.again();
    await turn(400);
    expect(told).toEqual(Array(3).fill({ 3: 720, 4: 180 }));
  });

  it("again when it had no time, and by the next welcome when it did not hear", async () => {
    answer = () => Promise.reject(new Refused("too_fast", null));
    await turn(400);
    answer = () => Promise.reject(new Disconnected());
    await turn(2000);
    expect(told).toHaveLength(2);
    await turn(60_000);
    expect(told).toHaveLength(2);
    answer = () => Promise.resolve({ type: "done", re: 1 });
    tiles.again();
    await turn(60_000);
    expect(told).toEqual(Array(3).fill({ 3: 720, 4: 180 }));
  });
});
