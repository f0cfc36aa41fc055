import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Disconnected, Refused, type Answer } from "@/socket/requests";
import type { ClientMessage, RefusalCode } from "@/wire";
import { HearingPeer, type MediaState } from "./peer";

type Offer = Extract<ClientMessage, { type: "offer" }>;

interface Encoding { rid?: string; active?: boolean }

class FakeSender {
  readonly replaceTrack = vi.fn(() => Promise.resolve());
  constructor(public encodings: Encoding[]) {}
  getParameters() { return structuredClone({ encodings: this.encodings }); }
  setParameters({ encodings }: { encodings: Encoding[] }) {
    this.encodings = encodings;
    return Promise.resolve();
  }
}

class FakePeer {
  static all: FakePeer[] = [];
  connectionState = "new";
  closed = false;
  localDescription: { sdp: string } | null = null;
  readonly restarts: boolean[] = [];
  readonly transceivers: {
    kind: string; direction: string; currentDirection: string | null; mid: string | null; sender: FakeSender; receiver: object;
  }[] = [];
  onconnectionstatechange: (() => void) | null = null;
  constructor(public config: RTCConfiguration) { FakePeer.all.push(this); }
  addTransceiver(media: { kind: string } | string, init: { direction: string; sendEncodings?: Encoding[] }) {
    const kind = typeof media === "string" ? media : media.kind;
    const { direction, sendEncodings = [{}] } = init;
    const sender = new FakeSender(structuredClone(sendEncodings));
    const none = null as string | null;
    const one = { kind, direction, currentDirection: none, mid: none, sender, receiver: { track: { kind } } };
    this.transceivers.push(one);
    return one;
  }
  createOffer({ iceRestart }: { iceRestart: boolean } = { iceRestart: false }) {
    this.restarts.push(iceRestart);
    return Promise.resolve({});
  }
  setLocalDescription() {
    this.transceivers.forEach((t, i) => (t.mid = String(i)));
    this.localDescription = { sdp: "v=0\r\na=setup:actpass\r\n" };
    return Promise.resolve();
  }
  readonly answers: string[] = [];
  setRemoteDescription({ sdp }: { sdp: string }) {
    this.answers.push(sdp);
    for (const one of this.transceivers) {
      one.currentDirection = one.direction;
      one.sender.encodings.forEach((encoding) => (encoding.active = true));
    }
    return Promise.resolve();
  }
  getTransceivers() { return this.transceivers; }
  setConfiguration(config: RTCConfiguration) { this.config = config; }
  close() { this.closed = true; }
  turns(state: string) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

let offers: Offer[];
let states: MediaState[];
let reachable: boolean;
/** What is sent is lost with the socket. */
let dropped: boolean;
let refuse: RefusalCode | null;
let peer: HearingPeer;
let received: string[];

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
  [reachable, dropped, refuse] = [true, false, null];
  peer = new HearingPeer({
    send: (message) => {
      offers.push(message as Offer);
      if (!reachable || dropped) return Promise.reject(new Disconnected());
      if (refuse) return Promise.reject(new Refused(refuse, null));
      return Promise.resolve({ type: "answer", re: 1, peer: (message as Offer).peer, sdp: "v=0" } satisfies Answer);
    },
    reachable: () => reachable,
    onState: (state) => states.push(state),
    onReceivers: (tracks) => (received = [...tracks.keys()]),
    makePeer: (config) => new FakePeer(config) as unknown as RTCPeerConnection,
    firstNumber: 10,
  });
});

afterEach(() => {
  peer.close();
  vi.useRealTimers();
});

describe("the peer connection", () => {
  it("gives media their time from the answer on, however late that comes", async () => {
    let answer = (_: Answer) => undefined as void;
    const slow = new HearingPeer({
      send: () => new Promise((resolve) => (answer = resolve)),
      reachable: () => reachable,
      onState: () => undefined,
      onReceivers: () => undefined,
      makePeer: (config) => new FakePeer(config) as unknown as RTCPeerConnection,
      firstNumber: 10,
    });
    slow.begin({ audio: 1, video: 1 }, false);
    await turn();
    reachable = false; // it went ahead of the socket
    await turn(12_000);
    answer({ type: "answer", re: 0, peer: 11, sdp: "v=0" });
    await turn();
    reachable = true;
    await turn(9_999);
    expect(FakePeer.all).toHaveLength(1);
    await turn(1);
    expect(FakePeer.all).toHaveLength(2);
    slow.close();
  });

  it("offers its two sources and keeps a section for every slot", async () => {
    await connected();
    expect(offers[0]).toMatchObject({
      peer: 11,
      sources: [{ mid: "0", kind: "microphone" }, { mid: "1", kind: "camera" }],
      receivers: [{ mid: "2", video: false }, { mid: "3", video: false }, { mid: "4", video: true }],
    });
    expect(received).toEqual(["2", "3", "4"]);
    expect(states).toEqual(["connecting", "connected"]);
  });

  it("is kept after a reconnect when the server still has it", async () => {
    await connected();
    peer.begin({ audio: 2, video: 1 }, true);
    await turn();
    expect([FakePeer.all.length, offers.length]).toEqual([1, 1]);
  });

  it("that was answered ahead of the socket is left to get through", async () => {
    peer.begin({ audio: 2, video: 1 }, false);
    await turn();
    peer.begin({ audio: 2, video: 1 }, true);
    await turn();
    expect([FakePeer.all.length, offers.length]).toEqual([1, 1]);
  });

  it("lets the server open the handshake where AES-GCM is spoken, and opens it itself once that has failed", async () => {
    vi.stubGlobal("RTCRtpReceiver", class { get jitterBufferTarget() { return null; } });
    peer = new HearingPeer({
      send: (message) => {
        offers.push(message as Offer);
        return Promise.resolve({ type: "answer", re: 1, peer: (message as Offer).peer, sdp: "v=0" } satisfies Answer);
      },
      reachable: () => true,
      onState: () => undefined,
      onReceivers: () => undefined,
      makePeer: (config) => new FakePeer(config) as unknown as RTCPeerConnection,
    });
    peer.begin({ audio: 1, video: 1 }, false);
    await turn();
    latest().turns("failed");
    await turn();
    vi.unstubAllGlobals();
    expect(offers.map((offer) => /a=setup:(\w+)/.exec(offer.sdp)?.[1])).toEqual(["passive", "actpass"]);
  });

  it("restarts its way in another network, however connected the browser still takes it for", async () => {
    await connected();
    peer.begin({ audio: 2, video: 1 }, true, [], true);
    await turn();
    expect([FakePeer.all.length, offers.length]).toEqual([1, 2]);
    expect(states.slice(-2)).toEqual(["interrupted", "connected"]); // and does not wait for word of what never broke
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

  it("offers a screen that was shared while the socket was away once it is back", async () => {
    await connected();
    reachable = false;
    peer.setTrack("screen", { kind: "video" } as MediaStreamTrack);
    await turn();
    expect(offers).toHaveLength(1);
    reachable = true;
    for (let times = 0; times < 2; times++) {
      peer.begin({ audio: 2, video: 1 }, true);
      await turn();
      expect(offers).toHaveLength(2);
    }
    expect(offers[1]).toMatchObject({ peer: 11, sources: [{}, {}, { kind: "screen" }] });
    expect(latest().restarts).toEqual([false, false]);
  });

  it("offers a screen again whose answer went with the socket", async () => {
    await connected();
    dropped = true;
    peer.setTrack("screen", { kind: "video" } as MediaStreamTrack);
    await turn();
    dropped = false;
    peer.begin({ audio: 2, video: 1 }, true);
    await turn();
    expect(offers.slice(1).map((offer) => offer.sources.length)).toEqual([3, 3]);
    expect(latest().answers).toHaveLength(2);
  });

  it("tries a refused offer a few times, then says that it does not work", async () => {
    refuse = "bad_offer";
    peer.begin({ audio: 1, video: 1 }, false);
    await turn(30_000);
    expect(offers).toHaveLength(4);
    expect(states[states.length - 1]).toBe("unusable");
    await turn(6000); // and once more every half minute
    expect([offers.length, states[states.length - 1]]).toEqual([5, "unusable"]);
    refuse = null;
    peer.renew(); // or when the person asks for it
    await turn();
    latest().turns("connected");
    expect(states.slice(-2)).toEqual(["connecting", "connected"]);
    await turn(60_000);
    expect(offers).toHaveLength(6);
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

  it("sends only the layers that somebody receives, until a fresh connection knows nobody yet", async () => {
    const pc = await connected();
    const flowing = (one: FakePeer) => one.transceivers[1]?.sender.encodings.map(({ rid, active }) => [rid, active]);
    expect(flowing(pc)).toEqual([["q", true], ["h", true]]);
    peer.want("camera", { anybody: true, layers: ["q"] });
    await turn();
    expect(flowing(pc)).toEqual([["q", true], ["h", false]]);
    expect(peer.wanted("camera").anybody).toBe(true);
    peer.want("camera", { anybody: false, layers: [] });
    await turn();
    expect(flowing(pc)).toEqual([["q", false], ["h", false]]);
    expect(peer.wanted("camera").anybody).toBe(false);
    peer.renew();
    await turn();
    expect(flowing(latest())).toEqual([["q", true], ["h", true]]);
    expect(peer.wanted("camera").anybody).toBe(true);
  });

  it("never stops the microphone", async () => {
    const pc = await connected();
    peer.want("microphone", { anybody: false, layers: [] });
    await turn();
    expect(pc.transceivers[0]?.sender.encodings).toEqual([expect.not.objectContaining({ active: false })]);
  });

  it("says again what is wanted when the camera is another", async () => {
    const pc = await connected();
    peer.want("camera", { anybody: true, layers: ["q"] });
    await turn();
    const sender = pc.transceivers[1]!.sender;
    sender.encodings = sender.encodings.map((encoding) => ({ ...encoding, active: true }));
    peer.setTrack("camera", { kind: "video", getSettings: () => ({ width: 640, height: 480 }) } as MediaStreamTrack);
    await turn();
    expect(sender.encodings.map(({ active }) => active)).toEqual([true, false]);
  });

  it("knows the ways round that the server named", async () => {
    const way = { urls: ["turns:203.0.113.7:443?transport=tcp"], username: "1", credential: "c" };
    peer.begin({ audio: 1, video: 1 }, false, [way]);
    await turn();
    expect(latest().config.iceServers).toEqual([way]);
  });

  it("gathers by the ways round of the network it is in now", async () => {
    await connected();
    const way = { urls: ["turn:198.51.100.7:3478"], username: "2", credential: "d" };
    peer.begin({ audio: 2, video: 1 }, true, [way], true);
    await turn();
    expect([FakePeer.all.length, latest().config.iceServers]).toEqual([1, [way]]);
    expect(latest().restarts).toEqual([false, true]);
  });

  it("reads an answer otherwise without asking the server, and does not forget what is wanted", async () => {
    await connected();
    peer.limit("camera", 0);
    const asked = offers.length;
    peer.reread("microphone", (answer, mid) => `${answer}read for ${mid}`);
    peer.reread("microphone", (answer, mid) => `${answer}read for ${mid}`);
    await turn();
    const pc = FakePeer.all.at(-1)!;
    expect(offers.length).toBe(asked);
    expect(pc.answers.slice(1)).toEqual([`${pc.answers[0]}read for 0`]);
    expect(pc.transceivers[1]!.sender.encodings.some(({ active }) => active)).toBe(false);
    peer.reread("microphone", (answer) => answer);
    await turn();
    expect(pc.answers.slice(2)).toEqual([pc.answers[0]]);
  });
});
