import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Disconnected, Refused, type Answer } from "@/socket/requests";
import type { ClientMessage, RefusalCode } from "@/wire";
import { HearingPeer, type MediaState } from "./peer";

type Offer = Extract<ClientMessage, { type: "offer" }>;

class FakePeer {
  static all: FakePeer[] = [];
  connectionState = "new";
  closed = false;
  localDescription: { sdp: string } | null = null;
  readonly restarts: boolean[] = [];
  readonly transceivers: { kind: string; direction: string; mid: string | null; sender: object; receiver: object }[] = [];
  onconnectionstatechange: (() => void) | null = null;
  constructor() { FakePeer.all.push(this); }
  addTransceiver(media: { kind: string } | string, { direction }: { direction: string }) {
    const kind = typeof media === "string" ? media : media.kind;
    const sender = { replaceTrack: vi.fn(() => Promise.resolve()), getParameters: () => ({ encodings: [] }) };
    const one = { kind, direction, mid: null as string | null, sender, receiver: { track: { kind } } };
    this.transceivers.push(one);
    return one;
  }
  createOffer({ iceRestart }: { iceRestart: boolean }) {
    this.restarts.push(iceRestart);
    return Promise.resolve({});
  }
  setLocalDescription() {
    this.transceivers.forEach((t, i) => (t.mid = String(i)));
    this.localDescription = { sdp: "v=0\r\n" };
    return Promise.resolve();
  }
  setRemoteDescription() { return Promise.resolve(); }
  close() { this.closed = true; }
  turns(state: string) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

let offers: Offer[];
let states: MediaState[];
let reachable: boolean;
let refuse: RefusalCode | null;
let peer: HearingPeer;
let received: string[];
let configs: RTCConfiguration[];

const latest = () => FakePeer.all[FakePeer.all.length - 1]!;
const turn = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function connected(): Promise<FakePeer> {
  peer.begin({ audio: 2, video: 1 }, false);
  await turn();
  latest().turns("connected");
  return latest();
}

beforeEach(() => {
  vi.useFakeTimers();
  FakePeer.all = [];
  [offers, states, received] = [[], [], []];
  [reachable, refuse] = [true, null];
  configs = [];
  peer = new HearingPeer({
    send: (message) => {
      offers.push(message as Offer);
      if (!reachable) return Promise.reject(new Disconnected());
      if (refuse) return Promise.reject(new Refused(refuse, null));
      return Promise.resolve({ type: "answer", re: 1, peer: (message as Offer).peer, sdp: "v=0" } satisfies Answer);
    },
    reachable: () => reachable,
    onState: (state) => states.push(state),
    onReceivers: (tracks) => (received = [...tracks.keys()]),
    iceServers: () => [{ urls: ["turn:192.0.2.1:8443"], username: "1:seat", credential: "x" }],
    makePeer: (config) => {
      configs.push(config);
      return new FakePeer() as unknown as RTCPeerConnection;
    },
    firstNumber: 10,
  });
});

afterEach(() => {
  peer.close();
  vi.useRealTimers();
});

describe("the peer connection", () => {
  it("offers its two sources and keeps a section for every slot", async () => {
    await connected();
    expect(offers[0]).toMatchObject({
      peer: 11,
      sources: [{ mid: "0", kind: "microphone" }, { mid: "1", kind: "camera" }],
      receivers: [{ mid: "2", video: false }, { mid: "3", video: false }, { mid: "4", video: true }],
    });
    expect(received).toEqual(["2", "3", "4"]);
    expect(configs[0]?.iceServers?.[0]?.urls).toEqual(["turn:192.0.2.1:8443"]);
    expect(states).toEqual(["connecting", "connected"]);
  });

  it("is kept after a reconnect when the server still has it", async () => {
    await connected();
    peer.begin({ audio: 2, video: 1 }, true);
    await turn();
    expect([FakePeer.all.length, offers.length]).toEqual([1, 1]);
  });

  it("is replaced, with a higher number, when the server has forgotten it", async () => {
    const old = await connected();
    peer.begin({ audio: 2, video: 1 }, false);
    await turn();
    expect(old.closed).toBe(true);
    expect(offers.map((offer) => offer.peer)).toEqual([11, 12]);
    expect(peer.number).toBe(12);
  });

  it("waits three seconds for a gap to heal, then restarts ICE with the same number", async () => {
    const pc = await connected();
    pc.turns("disconnected");
    await turn(2999);
    expect(offers).toHaveLength(1);
    await turn(1);
    expect(pc.restarts).toEqual([false, true]);
    expect(offers[1]?.peer).toBe(11);
    expect(states).toContain("interrupted");
  });

  it("leaves a gap alone that heals in time", async () => {
    const pc = await connected();
    pc.turns("disconnected");
    await turn(1000);
    pc.turns("connected");
    await turn(20_000);
    expect(offers).toHaveLength(1);
  });

  it("restarts at once when ICE has failed, and takes a fresh connection when that does not help", async () => {
    const pc = await connected();
    pc.turns("failed");
    await turn();
    expect(pc.restarts).toEqual([false, true]);
    await turn(10_000);
    expect(FakePeer.all).toHaveLength(2);
    expect(offers[2]?.peer).toBe(12);
  });

  it("does nothing while the socket is gone, and begins again on welcome", async () => {
    const pc = await connected();
    reachable = false;
    pc.turns("failed");
    await turn(30_000);
    expect([FakePeer.all.length, offers.length]).toEqual([1, 1]);
    reachable = true;
    peer.begin({ audio: 2, video: 1 }, true);
    await turn();
    expect(pc.restarts).toEqual([false, true]);
  });

  it("adds a section for a screen only when there is one", async () => {
    await connected();
    peer.setTrack("screen", { kind: "video" } as MediaStreamTrack);
    await turn();
    expect(offers[1]?.sources.map((source) => source.kind)).toEqual(["microphone", "camera", "screen"]);
    expect(offers[1]?.peer).toBe(11);
    peer.setTrack("screen", null);
    await turn();
    expect(offers).toHaveLength(2);
  });

  it("tries a refused offer a few times, then says that it does not work", async () => {
    refuse = "bad_offer";
    peer.begin({ audio: 1, video: 1 }, false);
    await turn(30_000);
    expect(offers).toHaveLength(4);
    expect(states[states.length - 1]).toBe("unusable");
  });

  it("holds no connection while the seat is in the lobby", async () => {
    refuse = "in_lobby";
    peer.begin({ audio: 1, video: 1 }, false);
    await turn(30_000);
    expect(peer.number).toBeNull();
    expect(offers).toHaveLength(1);
  });

  it("takes a fresh connection when more sections are needed than it has", async () => {
    await connected();
    peer.begin({ audio: 4, video: 4 }, true);
    await turn();
    expect(offers[1]).toMatchObject({ peer: 12 });
    expect(offers[1]?.receivers).toHaveLength(8);
  });
});
