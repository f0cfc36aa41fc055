import { expect, it } from "vitest";
import { STUCK_READINGS, type Reading } from "@/media/quality";
import { LineMonitor, type Remedy } from "./lineMonitor";

const zero: Reading = {
  at: 0, bytesReceived: 0, packetsReceived: 0, packetsLost: 0, concealedSamples: 0, samplesReceived: 0, freezes: 0, framesEncoded: 0,
  lossUp: 0, roundTrip: 0.02, available: null, limitedBy: "none", incoming: new Map(),
};

/** Readings of (packets received, pictures encoded) so far, with a camera on; the remedies after each. */
function remedies(line: LineMonitor, readings: [number, number][], filming = true): Remedy[][] {
  return readings.map(([packetsReceived, framesEncoded]) => line.take({ ...zero, packetsReceived, framesEncoded }, filming));
}

it("doubts the socket once when what flowed stops", () => {
  const line = new LineMonitor();
  expect(remedies(line, [[10, 1], [20, 2], [20, 3], [20, 4], [30, 5], [30, 6]])).toEqual([[], [], ["doubt"], [], [], ["doubt"]]);
  expect(line.flat).toBe(true);
});

it("doubts nothing where nothing has come yet", () => {
  expect(remedies(new LineMonitor(), [[0, 1], [0, 2], [0, 3]]).flat()).toEqual([]);
});

it("wakes a camera that sends no picture, then begins anew, each once", () => {
  const still = Array.from({ length: 4 * STUCK_READINGS }, (_, at): [number, number] => [10 * at, 7]);
  const done = remedies(new LineMonitor(), still);
  expect(done.flat()).toEqual(["rouse", "renew"]);
  expect([done.findIndex((d) => d.includes("rouse")), done.findIndex((d) => d.includes("renew"))]).toEqual([STUCK_READINGS, 2 * STUCK_READINGS]);
});

it("leaves a camera alone that nobody wants", () => {
  const still = Array.from({ length: 4 * STUCK_READINGS }, (_, at): [number, number] => [10 * at, 7]);
  expect(remedies(new LineMonitor(), still, false).flat()).toEqual([]);
});

it("begins to compare anew after an interruption", () => {
  const line = new LineMonitor();
  remedies(line, [[10, 1], [20, 2]]);
  line.interrupted(true);
  expect(line.quality).toBe("broken");
  expect(remedies(line, [[20, 3], [30, 4]]).flat()).toEqual([]);
  expect(line.quality).toBe("good");
  line.interrupted(false);
  expect(line.quality).toBe("good");
});
