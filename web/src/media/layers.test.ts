import { describe, expect, it } from "vitest";
import { ALL_WANTED, offered, tune, type Encoding, type Wanted } from "./layers";

const camera = (side: number, wanted: Wanted = ALL_WANTED) => ({ kind: "camera", side, rate: 15, wanted }) as const;
const of = (...rids: string[]): Encoding[] => rids.map((rid) => ({ rid }));

describe("a camera is offered", () => {
  it.each([
    ["1280x720 in three layers", 1280, ["q/4@160", "h/2@450", "f/1@1700"]],
    ["1920x1080, which nobody asked for, in the same sizes", 1920, ["q/6@160", "h/3@450", "f/1.5@1700"]],
    ["960x540 in three", 960, ["q/3@160", "h/1.5@450", "f/1@1700"]],
    ["640x360 in two", 640, ["q/2@160", "h/1@450"]],
    ["480x640, a phone held upright, in two", 640, ["q/2@160", "h/1@450"]],
    ["352x288 as it is", 352, ["undefined/1@500"]],
  ])("%s", (_, side, layers) => {
    const said = offered("camera", side, 15)[0]?.map(
      ({ rid, scaleResolutionDownBy, maxBitrate = 0 }) => `${rid}/${scaleResolutionDownBy}@${maxBitrate / 1000}`,
    );
    expect(said).toEqual(layers);
  });

  it("with temporal layers first, then without, then without layers at all", () => {
    const [best, plain, bare] = offered("camera", 640, 15);
    expect(best?.map((encoding) => encoding.scalabilityMode)).toEqual(["L1T3", "L1T3"]);
    expect(plain?.map((encoding) => encoding.scalabilityMode)).toEqual([undefined, undefined]);
    expect(bare).toBeUndefined();
  });
});

it.each(["microphone", "screen"] as const)("a %s is offered in one piece", (kind) => {
  expect(offered(kind, 1920, 15)).toEqual([undefined]);
});

describe("what somebody wants decides which layers flow", () => {
  it.each([
    ["told nothing, all", 1280, ALL_WANTED, ["q", "h", "f"]],
    ["nobody", 1280, { anybody: false, layers: ["q"] }, []],
    ["those wanted", 1280, { anybody: true, layers: ["q", "f"] }, ["q", "f"]],
    ["a camera of 640 has no third", 640, ALL_WANTED, ["q", "h"]],
    ["who wants a third gets its second", 640, { anybody: true, layers: ["f"] }, ["h"]],
    ["and each layer only once", 640, { anybody: true, layers: ["q", "h", "f"] }, ["q", "h"]],
  ])("%s", (_, side, wanted, flowing) => {
    const encodings = of("q", "h", "f");
    tune(encodings, camera(side, wanted));
    expect(encodings.filter(({ active }) => active).map(({ rid }) => rid)).toEqual(flowing);
  });

  it("a camera in one piece is on while anybody wants it, small enough for every line", () => {
    const encodings: Encoding[] = [{ rid: "q", active: true }]; // what is left when the server takes no layers
    tune(encodings, camera(1280, { anybody: true, layers: ["f"] }));
    expect(encodings[0]).toMatchObject({ active: true, scaleResolutionDownBy: 2, maxBitrate: 500_000, maxFramerate: 15 });
    tune(encodings, camera(1280, { anybody: false, layers: [] }));
    expect(encodings[0]?.active).toBe(false);
  });

  it("a screen is on while anybody wants it", () => {
    const encodings: Encoding[] = [{}];
    tune(encodings, { kind: "screen", side: 1920, rate: 15, wanted: { anybody: false, layers: [] } });
    expect(encodings[0]).toMatchObject({ active: false, maxBitrate: 2_000_000, maxFramerate: 10 });
  });
});

it("sound comes first on a narrow line and is never stopped", () => {
  const encodings: Encoding[] = [{ active: true }];
  tune(encodings, { kind: "microphone", side: 0, rate: 0, wanted: { anybody: false, layers: [] } });
  expect(encodings[0]).toEqual({ active: true, maxBitrate: 32_000, priority: "high", networkPriority: "high" });
});

it("says when nothing changed", () => {
  const encodings = of("q", "h", "f");
  expect(tune(encodings, camera(1280))).toBe(true);
  expect(tune(encodings, camera(1280))).toBe(false);
});
