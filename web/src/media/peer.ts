// The one peer connection of a seat. The client offers, the server answers; receive-only sections are there
// from the start, so that a new speaker needs no new offer. No trickle, no STUN server: the relay has one
// address, its answer names it, and it learns ours from our checks.
import { Refused, type Send } from "@/socket/requests";
import type { OfferedReceiver, OfferedSource, SlotBudget, SourceKind } from "@/wire";
import { thin, vp8First } from "./sdp";

export type MediaState =
  | "idle"
  | "connecting"
  | "connected"
  /** Was connected; is being mended. */
  | "interrupted"
  /** The server cannot use this device's offers. */
  | "unusable";

export interface PeerParts {
  send: Send;
  /** Whether the socket is open: without it nothing can be negotiated. */
  reachable(): boolean;
  onState(state: MediaState): void;
  /** Receivers of a fresh connection, by the mid of their section. */
  onReceivers(tracks: ReadonlyMap<string, MediaStreamTrack>): void;
  /** Ways round a firewall, as `welcome` named them last. */
  iceServers?(): RTCIceServer[];
  makePeer?: (config: RTCConfiguration) => RTCPeerConnection;
  /** First number; later pages of the same seat must begin higher. */
  firstNumber?: number;
}

/** No media this long after an offer: a restart has failed, take a fresh connection. */
const CONNECT_WITHIN_MS = 10_000;
/** A gap in the line heals by itself within this, or not at all. */
const HEALS_WITHIN_MS = 3000;
/** Pause after an offer was turned down, and how often before we say that it does not work. */
const REFUSED_PAUSE_MS = 2000;
const REFUSED_TRIES = 4;

/** Camera: 640x360 at 15 pictures a second. Screen: letters must be sharp, movement may stutter. */
const MAX_BITRATE: Record<SourceKind, number> = { microphone: 40_000, camera: 500_000, screen: 1_200_000 };

export class HearingPeer {
  private pc: RTCPeerConnection | null = null;
  private readonly first: number;
  private turn = 0;
  private readonly local: Record<SourceKind, MediaStreamTrack | null> = { microphone: null, camera: null, screen: null };
  private senders = new Map<SourceKind, RTCRtpTransceiver>();
  private receivers: { transceiver: RTCRtpTransceiver; video: boolean }[] = [];
  private budget: SlotBudget = { audio: 0, video: 0 };
  private chain: Promise<void> = Promise.resolve();
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private healing: ReturnType<typeof setTimeout> | undefined;
  private refusals = 0;
  private state: MediaState = "idle";

  constructor(private readonly parts: PeerParts) {
    // Seconds since 2024: a reloaded page begins higher than the one before it.
    this.first = parts.firstNumber ?? Math.floor(Date.now() / 1000) - 1_704_067_200;
  }

  /** Number of the connection held, for `hello`. */
  get number(): number | null {
    return this.pc === null ? null : this.first + this.turn;
  }

  get connection(): RTCPeerConnection | null {
    return this.pc;
  }

  /** After `welcome`: keeps what the server still knows, else begins anew. */
  begin(budget: SlotBudget, alive: boolean): void {
    const grown = budget.audio > this.budget.audio || budget.video > this.budget.video;
    this.budget = budget;
    if (this.pc === null || !alive || grown) return this.fresh();
    if (stateOf(this.pc) === "connected") this.become("connected");
    else this.restart();
  }

  /** Puts a track on the wire, or takes it off; a first screen needs a section of its own. */
  setTrack(kind: SourceKind, track: MediaStreamTrack | null): void {
    this.local[kind] = track;
    const sender = this.senders.get(kind)?.sender;
    if (sender) void sender.replaceTrack(track).catch(() => this.fresh());
    else if (this.pc !== null && track !== null) {
      this.addSender(this.pc, kind);
      this.negotiate(false);
    }
  }

  /** Takes a track off the wire and puts it back: wakes an encoder that is stuck. */
  async rouse(kind: SourceKind): Promise<void> {
    const sender = this.senders.get(kind)?.sender;
    await sender?.replaceTrack(null).catch(() => undefined);
    await sender?.replaceTrack(this.local[kind]).catch(() => this.fresh());
  }

  /** The network came back or changed. */
  networkBack(): void {
    if (this.pc !== null && stateOf(this.pc) !== "connecting") this.restart();
  }

  close(): void {
    this.discard();
    this.become("idle");
  }

  private fresh(): void {
    this.discard();
    this.turn++;
    const make = this.parts.makePeer ?? ((config: RTCConfiguration) => new RTCPeerConnection(config));
    const pc = make({ iceServers: this.parts.iceServers?.() ?? [], bundlePolicy: "max-bundle" });
    this.pc = pc;
    const changed = () => pc === this.pc && this.changed(pc);
    pc.onconnectionstatechange = changed;
    pc.oniceconnectionstatechange = changed;
    this.addSender(pc, "microphone");
    this.addSender(pc, "camera");
    if (this.local.screen !== null) this.addSender(pc, "screen");
    for (let i = 0; i < this.budget.audio; i++) this.addReceiver(pc, false);
    for (let i = 0; i < this.budget.video; i++) this.addReceiver(pc, true);
    this.become("connecting");
    this.negotiate(false);
  }

  private restart(): void {
    clearTimeout(this.healing);
    this.become("interrupted");
    this.negotiate(true);
  }

  private addSender(pc: RTCPeerConnection, kind: SourceKind): void {
    const media = this.local[kind] ?? (kind === "microphone" ? "audio" : "video");
    const transceiver = pc.addTransceiver(media, { direction: "sendonly" });
    if (kind !== "microphone") preferVp8(transceiver);
    this.senders.set(kind, transceiver);
  }

  private addReceiver(pc: RTCPeerConnection, video: boolean): void {
    const transceiver = pc.addTransceiver(video ? "video" : "audio", { direction: "recvonly" });
    if (video) preferVp8(transceiver);
    this.receivers.push({ transceiver, video });
  }

  /** One exchange at a time; what belongs to a discarded connection is forgotten. */
  private negotiate(iceRestart: boolean): void {
    const pc = this.pc;
    if (pc === null || !this.parts.reachable()) return; // `welcome` begins again
    this.expectConnection();
    this.chain = this.chain.then(() => this.exchange(pc, iceRestart)).catch((error: unknown) => {
      if (pc === this.pc) this.exchangeFailed(error);
    });
  }

  private async exchange(pc: RTCPeerConnection, iceRestart: boolean): Promise<void> {
    if (pc !== this.pc) return;
    await pc.setLocalDescription(await pc.createOffer({ iceRestart }));
    const sdp = thin(pc.localDescription?.sdp ?? "");
    const offer = { type: "offer", peer: this.first + this.turn, sdp, ...this.sections() } as const;
    const answer = await this.parts.send(offer);
    if (pc !== this.pc || answer.type !== "answer") return;
    await pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    this.refusals = 0;
    this.parts.onReceivers(this.tracks());
    for (const [kind, transceiver] of this.senders) void limit(transceiver.sender, kind);
  }

  private exchangeFailed(error: unknown): void {
    if (!(error instanceof Refused)) return; // disconnected: `welcome` begins again; the deadline does the rest
    clearTimeout(this.deadline);
    if (error.code === "in_lobby" || error.code === "wrong_stage") return this.close(); // `grants` begins again
    if (error.code === "bad_offer" && ++this.refusals >= REFUSED_TRIES) {
      this.discard();
      return this.become("unusable");
    }
    this.deadline = setTimeout(() => this.freshIfReachable(), REFUSED_PAUSE_MS);
  }

  private changed(pc: RTCPeerConnection): void {
    switch (stateOf(pc)) {
      case "connected":
        clearTimeout(this.deadline);
        clearTimeout(this.healing);
        return this.become("connected");
      case "disconnected":
        this.become("interrupted");
        clearTimeout(this.healing);
        this.healing = setTimeout(() => this.restart(), HEALS_WITHIN_MS);
        return;
      case "failed": return this.restart();
      case "connecting": return;
    }
  }

  private expectConnection(): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => {
      if (this.pc !== null && stateOf(this.pc) !== "connected") this.freshIfReachable();
    }, CONNECT_WITHIN_MS);
  }

  private freshIfReachable(): void {
    if (this.parts.reachable()) this.fresh();
  }

  private sections(): { sources: OfferedSource[]; receivers: OfferedReceiver[] } {
    const sources = [...this.senders].map(([kind, { mid }]) => ({ mid: mid ?? "", kind }));
    const receivers = this.receivers.map(({ transceiver, video }) => ({ mid: transceiver.mid ?? "", video }));
    return { sources, receivers };
  }

  private tracks(): Map<string, MediaStreamTrack> {
    return new Map(this.receivers.map(({ transceiver }) => [transceiver.mid ?? "", transceiver.receiver.track]));
  }

  private discard(): void {
    clearTimeout(this.deadline);
    clearTimeout(this.healing);
    this.pc?.close();
    this.pc = null;
    this.senders = new Map();
    this.receivers = [];
    this.chain = Promise.resolve();
  }

  private become(state: MediaState): void {
    if (state === this.state) return;
    this.state = state;
    this.parts.onState(state);
  }
}

/** Firefox before 113 knows only the ICE state. */
function stateOf(pc: RTCPeerConnection): "connecting" | "connected" | "disconnected" | "failed" {
  const state = pc.connectionState ?? pc.iceConnectionState;
  switch (state as RTCPeerConnectionState | RTCIceConnectionState) {
    case "connected":
    case "completed": return "connected";
    case "disconnected": return "disconnected";
    case "failed":
    case "closed": return "failed";
    case "new":
    case "checking":
    case "connecting": return "connecting";
  }
}

function preferVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.("video")?.codecs;
  if (!codecs || !transceiver.setCodecPreferences) return;
  try {
    transceiver.setCodecPreferences(vp8First(codecs));
  } catch {
    // Its own order then: the thinned offer still names VP8 only.
  }
}

async function limit(sender: RTCRtpSender, kind: SourceKind): Promise<void> {
  const parameters = sender.getParameters();
  const encodings = parameters.encodings ?? [];
  if (encodings.length === 0) return; // Firefox before its first frame
  for (const encoding of encodings) {
    encoding.maxBitrate = MAX_BITRATE[kind];
    if (kind === "camera") encoding.maxFramerate = 15;
  }
  await sender.setParameters(parameters).catch(() => undefined); // an older browser keeps its own limit
}
