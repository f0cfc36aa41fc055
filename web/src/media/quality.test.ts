import { describe, expect, it } from "vitest";
import { level } from "./meter";
import { judge, lineQuality, read, stillReadings, type Quality, type Reading } from "./quality";

const zero: Reading = {
  at: 0, bytesReceived: 0, packetsReceived: 0, packetsLost: 0, concealedSamples: 0, samplesReceived: 0, freezes: 0, framesEncoded: 0,
  lossUp: 0, roundTrip: 0.02, available: null, limitedBy: "none", incoming: new Map(),
};

describe("the word for a line", () => {
  const rows: [string, Partial<Reading>, Quality][] = [
    ["nothing wrong", { packetsReceived: 400, samplesReceived: 96_000 }, "good"],
    ["nothing sent at all", {}, "good"],
    ["4 % lost", { packetsReceived: 96, packetsLost: 4 }, "fair"],
    ["12 % lost", { packetsReceived: 88, packetsLost: 12 }, "poor"],
    ["12 % of ours lost on the way up", { lossUp: 0.12 }, "poor"],
    ["a fifth of the sound made up", { samplesReceived: 100, concealedSamples: 20 }, "poor"],
    ["half a second there and back", { roundTrip: 0.5 }, "fair"],
    ["our picture small for want of bandwidth", { limitedBy: "bandwidth" }, "fair"],
    ["our picture small for want of a faster phone", { limitedBy: "cpu" }, "good"],
    ["a picture that stood still once", { freezes: 1 }, "fair"],
  ];
  it.each(rows)("%s", (_claim, now, word) => expect(judge(zero, { ...zero, ...now })).toBe(word));

  it("judges by what changed, not by what once was", () => {
    const bad = { ...zero, packetsReceived: 100, packetsLost: 50 };
    expect(judge(bad, { ...bad, packetsReceived: 500 })).toBe("good");
  });
});

it("tells the server shares per thousand of what came since the last time", () => {
  const before = { ...zero, packetsReceived: 100, packetsLost: 50, freezes: 4 };
  const now = { ...before, packetsReceived: 190, packetsLost: 60, freezes: 5, samplesReceived: 1000, concealedSamples: 20, lossUp: 0.034, roundTrip: 0.0842 };
  expect(lineQuality(before, now, "fair")).toEqual({ word: "fair", round_trip_ms: 84, lost_up: 34, lost_down: 100, concealed: 20, freezes: 1 });
  expect(lineQuality(now, { ...zero, roundTrip: null }, "good")).toEqual({ word: "good", round_trip_ms: null, lost_up: 0, lost_down: 0, concealed: 0, freezes: 0 });
});

it("silence is not counted as sound made up", () => {
  const stats = [{ type: "inbound-rtp", concealedSamples: 100, silentConcealedSamples: 90, totalSamplesReceived: 1000 }];
  expect(read(stats, 1)).toMatchObject({ concealedSamples: 10, samplesReceived: 1000 });
});

it("takes the round trip from the reports of what it sends, else from the checks of the line", () => {
  const check = { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.08 };
  const sent = { type: "remote-inbound-rtp", fractionLost: 0, roundTripTime: 0.09 };
  expect([read([check], 1).roundTrip, read([check, sent], 1).roundTrip, read([{ ...check, nominated: false }], 1).roundTrip]).toEqual([0.08, 0.09, null]);
});

it("reads the way in use, not one that was nominated in the network before", () => {
  const wifi = { type: "candidate-pair", id: "wifi", nominated: true, currentRoundTripTime: 0.02 };
  const cell = { type: "candidate-pair", id: "4g", nominated: true, currentRoundTripTime: 0.3, availableOutgoingBitrate: 50_000 };
  const transport = { type: "transport", selectedCandidatePairId: "4g" };
  const firefox = { ...cell, selected: true };
  for (const stats of [[wifi, cell, transport], [transport, cell, wifi], [wifi, firefox], [firefox, wifi]]) {
    expect(read(stats, 1)).toMatchObject({ available: 50_000, roundTrip: 0.3 });
  }
});

it("the meter is empty in silence and full when loud", () => {
  expect(level(new Float32Array(64))).toBe(0);
  expect(level(new Float32Array(64).fill(0.5))).toBe(1);
});

it("counts readings without a picture only while there should be one", () => {
  const later = { ...zero, framesEncoded: 30 };
  expect([stillReadings(2, zero, zero, true), stillReadings(2, zero, later, true), stillReadings(2, zero, zero, false)]).toEqual([3, 0, 0]);
});

it("counts each stream that comes by its track", () => {
  const sound = { type: "inbound-rtp", trackIdentifier: "a", totalSamplesReceived: 1000, concealedSamples: 100, silentConcealedSamples: 90 };
  const picture = { type: "inbound-rtp", trackIdentifier: "v", framesDecoded: 30, framesDropped: 2, nackCount: 9 };
  expect([...read([sound, picture, { type: "inbound-rtp" }], 1).incoming]).toEqual([
    ["a", { samples: 1000, madeUp: 10, pictures: 0, dropped: 0, asked: 0 }],
    ["v", { samples: 0, madeUp: 0, pictures: 30, dropped: 2, asked: 9 }],
  ]);
});
