import { describe, expect, it } from "vitest";
import { atHand, extent, lineAt, marksWithin, mustSeek, nextRecorded, playable, positionIn, ticked, type Playable } from "./playback";

const file = (id: string, from: number, to: number): Playable => ({ id, seat: "s", source: "microphone", from, to });
const before = file("a", 10_000, 20_000);
const after = file("b", 60_000, 90_000);

describe("a recording is played by the hearing's clock", () => {
  it("knows where each file stands", () => {
    for (const [at, expected] of [[9_999, null], [10_000, 0], [12_500, 2.5], [20_000, null]] as const) {
      expect(positionIn(before, at)).toBe(expected);
    }
  });

  it("passes over a recess", () => {
    const both = [before, after];
    expect(extent(both)).toEqual({ from: 10_000, to: 90_000 });
    expect(extent([])).toBeNull();
    for (const [at, expected] of [[0, 10_000], [15_000, 15_000], [30_000, 60_000], [90_000, null]] as const) {
      expect(nextRecorded(both, at)).toBe(expected);
    }
  });

  it("has at hand what sounds, what begins soon and what comes next, and nothing else of a long day", () => {
    const day = Array.from({ length: 20 }, (_, n) => file(`m${n}`, n * 600_000, n * 600_000 + 500_000));
    const late = file("late", 410_000, 450_000);
    const ids = (at: number) => atHand([...day, late], at).map((one) => one.id);
    expect(ids(0)).toEqual(["m0", "late"]);
    expect(ids(385_000)).toEqual(["m0", "late"]);
    expect(ids(460_000)).toEqual(["m0", "m1"]);
    expect(ids(550_000)).toEqual(["m1"]);
    expect(ids(99_999_999)).toEqual([]);
  });

  it("moves a file only when it is noticeably off", () => {
    expect(mustSeek(5.2, 5)).toBe(false);
    expect(mustSeek(5.5, 5)).toBe(true);
  });

  it("waits for what has no data, for a while, and ends with the last file", () => {
    const files = [before, after];
    const clock = { at: 19_900, waitedSince: null };
    expect(ticked(files, clock, { ready: true, now: 0, passed: 50 })).toEqual({ at: 19_950, waitedSince: null, over: false });
    expect(ticked(files, clock, { ready: true, now: 0, passed: 200 })).toEqual({ at: 60_000, waitedSince: null, over: false });
    const waiting = ticked(files, clock, { ready: false, now: 1_000, passed: 50 });
    expect(waiting).toEqual({ at: 19_900, waitedSince: 1_000, over: false });
    expect(ticked(files, waiting, { ready: false, now: 4_999, passed: 50 }).at).toBe(19_900);
    expect(ticked(files, waiting, { ready: false, now: 5_000, passed: 50 })).toEqual({ at: 19_950, waitedSince: 1_000, over: false });
    expect(ticked(files, { at: 89_900, waitedSince: null }, { ready: true, now: 0, passed: 200 })).toEqual({ at: 90_000, waitedSince: null, over: true });
  });

  it("leaves out files that are still being written", () => {
    const seat = { id: "s", role: "presider", label: "局", name: "王某" } as const;
    const whole = { ended_at: 20_000, bytes: 1, sha256: "00", gaps: 0, interrupted: false };
    const files = [{ id: "a", seat, source: "camera", whispers: false, began_at: 10_000, whole }, { id: "b", seat, source: "camera", whispers: false, began_at: 30_000, whole: null }] as const;
    expect(playable(files).map((one) => one.id)).toEqual(["a"]);
  });

  it("knows the line that was being said", () => {
    const lines = [{ at: 10 }, { at: 20 }];
    expect([5, 10, 19, 20, 99].map((at) => lineAt(lines, at))).toEqual([-1, 0, 0, 1, 1]);
  });

  it("shows marks by time, and none outside", () => {
    const mark = (at: number) => ({ at, kind: "hearing.phase", phase: null });
    expect(marksWithin([mark(50_000), mark(12_000), mark(1)], 10_000, 60_000).map((one) => one.at)).toEqual([12_000, 50_000]);
  });
});
