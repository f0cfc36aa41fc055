import { describe, expect, it } from "vitest";
import type { Reading } from "@/media/quality";
import { carrierOf, worst } from "./measure";

const pair = { type: "candidate-pair", nominated: true, state: "succeeded", localCandidateId: "l" };
const local = (more: object) => [pair, { type: "local-candidate", id: "l", ...more }];
const reading = (more: Partial<Reading>): Reading => ({
  at: 0, bytesReceived: 0, packetsReceived: 0, packetsLost: 0, concealedSamples: 0, samplesReceived: 0, freezes: 0,
  framesEncoded: 0, lossUp: 0, roundTrip: null, available: null, limitedBy: "none", incoming: new Map(), ...more,
});

describe("a self-test", () => {
  it.each([
    ["udp", local({ candidateType: "host", protocol: "udp" })],
    ["tcp", local({ candidateType: "host", protocol: "tcp" })],
    ["turn_udp", local({ candidateType: "relay", relayProtocol: "udp" })],
    ["turn_tls", local({ candidateType: "relay", relayProtocol: "tls" })],
    [null, [{ ...pair, state: "in-progress" }]],
  ])("knows that the line goes by %s", (carrier, stats) => expect(carrierOf(stats)).toBe(carrier));

  it("tells the worst it saw, of both ways", () => {
    const seen = [reading({ roundTrip: 0.05 }), reading({ roundTrip: 0.2, packetsReceived: 90, packetsLost: 10, lossUp: 0.02 })];
    expect(worst(seen)).toEqual({ round_trip_ms: 200, lost: 100 });
    expect(worst([reading({ lossUp: 0.05 })])).toEqual({ round_trip_ms: null, lost: 50 });
    expect(worst([])).toEqual({ round_trip_ms: null, lost: null });
  });
});
