import { describe, expect, it } from "vitest";
import type { Incoming, Reading } from "@/media/quality";
import { Patience, waitFor } from "./patience";

const NOTHING: Incoming = { samples: 0, madeUp: 0, pictures: 0, dropped: 0, asked: 0 };

/** Readings two seconds apart in which the counters of one stream grow by so much each; the waits they lead to. */
function waits(growths: readonly Partial<Incoming>[], roundTrip: number | null = 0.04): (number | null)[] {
  const patience = new Patience();
  const reading = (stream: Incoming) => ({ roundTrip, incoming: new Map([["t", stream]]) }) as unknown as Reading;
  let before = NOTHING;
  return growths.map((growth, n) => {
    const now = Object.fromEntries(Object.entries(before).map(([name, count]) => [name, count + (growth[name as keyof Incoming] ?? 0)])) as unknown as Incoming;
    const wait = patience.next(2 * (n + 1), reading(before), reading(now)).get("t") ?? null;
    before = now;
    return wait;
  });
}

/** Two seconds of a voice with this share of it made up. */
const voice = (share: number) => ({ samples: 96_000, madeUp: share * 96_000 });
/** Two seconds of pictures, so many of them mended and so many too late. */
const pictures = (asked: number, dropped = 0) => ({ pictures: 30 - dropped, asked, dropped });

describe("patience with a voice", () => {
  it("leaves a line that loses little to the browser", () => {
    expect(waits([voice(0), voice(0.01), voice(0.019)])).toEqual([null, null, null]);
  });

  it("waits for a burst and the way there and back", () => {
    expect(waits([voice(0.05)])).toEqual([190]);
    expect(waits([voice(0.05)], 0.6)).toEqual([400]);
    expect(waits([voice(0.05)], null)).toEqual([140]);
  });

  it("keeps waiting until the line was calm for half a minute", () => {
    expect(waits([voice(0.05), ...Array(15).fill(voice(0))]).at(-1)).toBe(190);
    expect(waits([voice(0.05), ...Array(16).fill(voice(0))]).at(-1)).toBeNull();
  });

  it("says nothing of silence", () => {
    expect(waits([{ samples: 1000, madeUp: 900 }])).toEqual([null]);
  });
});

describe("patience with pictures", () => {
  it("leaves those to the browser that are whole as a rule", () => {
    expect(waits([pictures(0), pictures(2), { pictures: 5, asked: 5 }])).toEqual([null, null, null]);
  });

  it("waits until what is missing can have been asked for twice", () => {
    expect(waits([pictures(8)])).toEqual([240]);
    expect(waits([pictures(8)], 0.6)).toEqual([400]);
  });

  it("waits longer as long as some are too late, and no longer than it must", () => {
    expect(waits([pictures(8, 6), pictures(8, 6), pictures(8, 1), pictures(8), pictures(8, 9)])).toEqual([240, 300, 360, 360, 400]);
  });

  it("keeps waiting as long as anything has to be mended", () => {
    expect(waits(Array(60).fill(pictures(8))).at(-1)).toBe(240);
    expect(waits([pictures(8), ...Array(16).fill(pictures(0))]).at(-1)).toBeNull();
  });
});

it("each stream waits for itself", () => {
  const incoming = (madeUp: number) => new Map([["far", { ...NOTHING, samples: 96_000, madeUp }], ["near", { ...NOTHING, samples: 96_000 }]]);
  const none = { roundTrip: 0, incoming: new Map([["far", NOTHING], ["near", NOTHING]]) } as unknown as Reading;
  const waits = new Patience().next(2, none, { ...none, incoming: incoming(9600) });
  expect([...waits]).toEqual([["far", 140]]);
});

it("a receiver is told by either name browsers have for it, and those that need not wait are let go", () => {
  const of = (id: string, name: object) => ({ track: { id }, ...name });
  const [known, older, other] = [of("a", { jitterBufferTarget: null }), of("b", { playoutDelayHint: null }), of("c", { jitterBufferTarget: 190 })];
  waitFor([known, older, other] as unknown as RTCRtpReceiver[], new Map([["a", 190], ["b", 190]]));
  expect([known, older, other]).toMatchObject([{ jitterBufferTarget: 190 }, { playoutDelayHint: 0.19 }, { jitterBufferTarget: null }]);
});
