import { describe, expect, it } from "vitest";
import type { Reading } from "@/media/quality";
import { Patience, waitFor } from "./patience";

const SECOND = 48_000;

/** Readings two seconds apart, each with this share of the sound made up; the waits they lead to. */
function waits(shares: readonly number[], roundTrip: number | null = 0.04): (number | null)[] {
  const patience = new Patience();
  let before = { samplesReceived: 0, concealedSamples: 0, roundTrip } as Reading;
  return shares.map((share, n) => {
    const now = { ...before, samplesReceived: before.samplesReceived + 2 * SECOND, concealedSamples: before.concealedSamples + share * 2 * SECOND };
    const wait = patience.next(2 * (n + 1), before, now);
    before = now;
    return wait;
  });
}

describe("patience", () => {
  it("leaves a line that loses little to the browser", () => {
    expect(waits([0, 0.01, 0.019])).toEqual([null, null, null]);
  });

  it("waits for a burst and the way there and back", () => {
    expect(waits([0.05])).toEqual([190]);
    expect(waits([0.05], 0.6)).toEqual([400]);
    expect(waits([0.05], null)).toEqual([140]);
  });

  it("keeps waiting until the line was calm for half a minute", () => {
    expect(waits([0.05, ...Array<number>(15).fill(0)]).at(-1)).toBe(190);
    expect(waits([0.05, ...Array<number>(16).fill(0)]).at(-1)).toBeNull();
  });

  it("says nothing of silence", () => {
    const none = { samplesReceived: 0, concealedSamples: 0, roundTrip: null } as Reading;
    expect(new Patience().next(2, none, { ...none, samplesReceived: 1000, concealedSamples: 900 })).toBeNull();
  });

  it("is told to sound by either name browsers have for it", () => {
    const audio = { kind: "audio" };
    const [known, older, picture] = [
      { track: audio, jitterBufferTarget: null }, { track: audio, playoutDelayHint: null }, { track: { kind: "video" }, jitterBufferTarget: null },
    ];
    waitFor([known, older, picture] as unknown as RTCRtpReceiver[], 190);
    expect([known.jitterBufferTarget, older.playoutDelayHint, picture.jitterBufferTarget]).toEqual([190, 0.19, null]);
  });
});
