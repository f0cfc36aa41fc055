// The one peer connection of a seat. The client offers, the server answers; receive-only sections are there
// from the start, so that a new speaker needs no new offer. No trickle, no STUN server: the relay has one
// address, its answer names it, and it learns ours from our checks.
import { Refused, type Send } from "@/socket/requests";
import type { IceServer, OfferedReceiver, OfferedSource, SlotBudget, SourceKind } from "@/wire";
import { ALL_WANTED, CAPTURE, NOTHING_WANTED, type Camera, type Wanted } from "./layers";
import { thin } from "./sdp";
import { addReceiver, addSender, longerSide } from "./sections";
import { Tuning } from "./tuning";

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
  /** What the camera is asked for: decides how many layers are offered before there is one. */
  camera?: Camera;
  makePeer?: (config: RTCConfiguration) => RTCPeerConnection;
  /** First number; later pages of the same seat must begin higher. */
  firstNumber?: number;
}

/** No media this long after an offer: a restart has failed, take a fresh connection. */
const CONNECT_WITHIN_MS = 10_000;
/** Browsers that know this have had AES-GCM for SRTP for a while. */
const speaksGcm = () => "jitterBufferTarget" in (globalThis.RTCRtpReceiver?.prototype ?? {});
/** A gap in the line heals by itself within this, or not at all. */
const HEALS_WITHIN_MS = 3000;
/** Pause after an offer was turned down, and how often before we say that it does not work. */
const REFUSED_PAUSE_MS = 2000;
const REFUSED_TRIES = 4;
/** And then: what the server could not use for a while it may use again. */
const UNUSABLE_PAUSE_MS = 30_000;

interface Sending {
  readonly transceiver: RTCRtpTransceiver;
  readonly tuning: Tuning;
}

export class HearingPeer {
  private pc: RTCPeerConnection | null = null;
  private readonly first: number;
  private turn = 0;
  private readonly local: Record<SourceKind, MediaStreamTrack | null> = { microphone: null, camera: null, screen: null };
  private readonly camera: Camera;
  private senders = new Map<SourceKind, Sending>();
  private wants = new Map<SourceKind, Wanted>();
  /** What the own line bears of a source, in bit/s. */
  private readonly limits = new Map<SourceKind, number>();
  /** The server's last answer, and as it was read. */
  private answer = "";
  private inForce = "";
  private receivers: { transceiver: RTCRtpTransceiver; video: boolean }[] = [];
  private budget: SlotBudget = { audio: 0, video: 0 };
  private ice: readonly IceServer[] = [];
  private chain: Promise<void> = Promise.resolve();
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private healing: ReturnType<typeof setTimeout> | undefined;
  private refusals = 0;
  /** The server opens the handshake; where that has failed, this end does. */
  private opened = speaksGcm();
  private state: MediaState = "idle";

  constructor(private readonly parts: PeerParts) {
    this.camera = parts.camera ?? "phone";
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

  /** After `welcome`: keeps what the server still knows, else begins anew. `doubtful`: whatever the browser says of its
   * path, which it holds for alive for some seconds after the network has become another. */
  begin(budget: SlotBudget, alive: boolean, ice: readonly IceServer[] = this.ice, doubtful = false): void {
    const grown = budget.audio > this.budget.audio || budget.video > this.budget.video;
    this.budget = budget;
    this.ice = ice;
    if (this.pc === null || !alive || grown) return this.fresh();
    const state = stateOf(this.pc);
    if (state === "connecting" && this.answer !== "") return; // offered ahead of the socket, and on its way
    if (state !== "connected" || doubtful) return this.restart();
    this.become("connected");
    // Added while the socket was away, or its offer or answer was lost with it.
    if (this.pc.getTransceivers().some((section) => !section.currentDirection)) this.negotiate(false);
  }

  /** Puts a track on the wire, or takes it off; a first screen needs a section of its own. */
  setTrack(kind: SourceKind, track: MediaStreamTrack | null): void {
    this.local[kind] = track;
    const sender = this.senders.get(kind)?.transceiver.sender;
    if (sender) void sender.replaceTrack(track).then(() => this.tune(kind), () => this.fresh());
    else if (this.pc !== null && track !== null) {
      this.addSender(this.pc, kind);
      this.negotiate(false);
    }
  }

  /** What somebody receives of an own source: the rest is not encoded. */
  want(kind: SourceKind, wanted: Wanted): void {
    if (kind === "microphone") return; // its silence costs nothing, its first word must not be late
    this.wants.set(kind, wanted);
    this.tune(kind);
  }

  /** Sends no more of a source than this, in bit/s, whoever wants it. */
  limit(kind: SourceKind, bitrate: number): void {
    this.limits.set(kind, bitrate);
    this.tune(kind);
  }

  /** Whether the line bears nothing of a source. */
  limited(kind: SourceKind): boolean {
    return this.limits.get(kind) === 0;
  }

  /** What should flow of a source. */
  wanted(kind: SourceKind): Wanted {
    return this.limited(kind) ? NOTHING_WANTED : (this.wants.get(kind) ?? ALL_WANTED);
  }

  /** Reads the last answer otherwise: how a source is sent is this end's affair, and no server need hear of it. */
  reread(kind: SourceKind, read: (answer: string, mid: string) => string): void {
    const pc = this.pc;
    this.chain = this.chain.then(async () => {
      const sdp = read(this.answer, this.senders.get(kind)?.transceiver.mid ?? "");
      if (pc === null || pc !== this.pc || sdp === this.inForce) return;
      await pc.setLocalDescription(await pc.createOffer());
      await this.accept(pc, sdp);
    }).catch(() => undefined);
  }

  /** An answer sets every sender back to what was first agreed. */
  private async accept(pc: RTCPeerConnection, sdp: string): Promise<void> {
    await pc.setRemoteDescription({ type: "answer", sdp });
    this.inForce = sdp;
    for (const kind of this.senders.keys()) this.tune(kind);
  }

  /** Fits what is sent to what the camera really gives; browsers know that late, and it changes. */
  tune(kind: SourceKind): void {
    const { width, rate } = CAPTURE[this.camera];
    const side = longerSide(this.local[kind]) ?? width;
    this.senders.get(kind)?.tuning.set({ kind, side, rate, wanted: this.wanted(kind), limit: this.limits.get(kind) });
  }

  /** Takes a track off the wire and puts it back: wakes an encoder that is stuck. */
  async rouse(kind: SourceKind): Promise<void> {
    const sender = this.senders.get(kind)?.transceiver.sender;
    await sender?.replaceTrack(null).catch(() => undefined);
    await sender?.replaceTrack(this.local[kind]).catch(() => this.fresh());
  }

  /** Begins anew with fresh encoders: for those that stay stuck, and for offers that were turned down. */
  renew(): void {
    if (this.state !== "idle") this.freshIfReachable();
  }

  close(): void {
    this.discard();
    this.become("idle");
  }

  private fresh(): void {
    this.discard();
    this.turn++;
    const make = this.parts.makePeer ?? ((config: RTCConfiguration) => new RTCPeerConnection(config));
    const pc = make(this.config());
    this.pc = pc;
    const changed = () => pc === this.pc && this.changed(pc);
    pc.onconnectionstatechange = changed;
    pc.oniceconnectionstatechange = changed;
    this.addSender(pc, "microphone");
    this.addSender(pc, "camera");
    if (this.local.screen !== null) this.addSender(pc, "screen");
    for (let i = 0; i < this.budget.audio; i++) this.receivers.push({ transceiver: addReceiver(pc, "audio"), video: false });
    for (let i = 0; i < this.budget.video; i++) this.receivers.push({ transceiver: addReceiver(pc, "video"), video: true });
    this.become("connecting");
    this.negotiate(false);
  }

  private config(): RTCConfiguration {
    return { iceServers: [...this.ice], bundlePolicy: "max-bundle" };
  }

  private restart(): void {
    clearTimeout(this.healing);
    this.pc?.setConfiguration?.(this.config()); // another network has other ways round; not in Firefox before 119
    this.become("interrupted");
    this.negotiate(true);
  }

  private addSender(pc: RTCPeerConnection, kind: SourceKind): void {
    const transceiver = addSender(pc, kind, this.local[kind], CAPTURE[this.camera]);
    this.senders.set(kind, { transceiver, tuning: new Tuning(transceiver.sender) });
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
    const sdp = thin(pc.localDescription?.sdp ?? "", this.opened);
    const offer = { type: "offer", peer: this.first + this.turn, sdp, ...this.sections() } as const;
    const answer = await this.parts.send(offer);
    if (pc !== this.pc || answer.type !== "answer") return;
    await this.accept(pc, (this.answer = answer.sdp));
    this.refusals = 0;
    this.parts.onReceivers(this.tracks());
    if (stateOf(pc) === "connected") this.become("connected"); // restarted on doubt: no event comes of what never broke
    else this.expectConnection(); // counts from the answer, which a bad line takes its time for
  }

  private exchangeFailed(error: unknown): void {
    if (!(error instanceof Refused)) return; // disconnected: `welcome` begins again; the deadline does the rest
    clearTimeout(this.deadline);
    if (error.code === "in_lobby" || error.code === "wrong_stage") return this.close(); // `grants` begins again
    const unusable = error.code === "bad_offer" && ++this.refusals >= REFUSED_TRIES;
    if (unusable) {
      this.discard();
      this.become("unusable");
    }
    this.deadline = setTimeout(() => this.freshIfReachable(), unusable ? UNUSABLE_PAUSE_MS : REFUSED_PAUSE_MS);
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
      case "failed": return this.state === "connecting" ? this.otherwise() : this.restart();
      case "connecting": return;
    }
  }

  private expectConnection(): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => {
      if (this.pc !== null && stateOf(this.pc) !== "connected") this.otherwise();
    }, CONNECT_WITHIN_MS);
  }

  private otherwise(): void {
    this.opened = false;
    this.freshIfReachable();
  }

  private freshIfReachable(): void {
    if (this.parts.reachable()) this.fresh();
  }

  private sections(): { sources: OfferedSource[]; receivers: OfferedReceiver[] } {
    const sources = [...this.senders].map(([kind, { transceiver }]) => ({ mid: transceiver.mid ?? "", kind }));
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
    this.wants = new Map();
    this.receivers = [];
    this.answer = this.inForce = "";
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
    default: return "connecting"; // new, checking
  }
}
