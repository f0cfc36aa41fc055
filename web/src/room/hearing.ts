// One hearing as a page lives it: socket, media, devices and minutes put together. Both entries use this.
import { computed, effectScope, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { postSurely, type Problem } from "@/api/http";
import { cameraHere, Devices, type Kind } from "@/media/devices";
import { HearingPeer, type MediaState } from "@/media/peer";
import type { Quality } from "@/media/quality";
import { Sound } from "@/media/sound";
import type { Beside } from "./beside/beside";
import type { LineMonitor, Remedy } from "./lineMonitor";
import type { OwnLine } from "./ownLine";
import { Disconnected, type Answer } from "@/socket/requests";
import { RoomSocket, type Link } from "@/socket/socket";
import type { Outbox } from "@/state/outbox";
import { apply, ownSeat, sourceOf, type RoomView } from "@/state/room";
import type { ClientMessage, IceServer, SeatId, ServerMessage, SlotBudget, SourceKind } from "@/wire";

export interface HearingRoom {
  readonly room: ShallowRef<RoomView | null>;
  readonly link: ShallowRef<Link>;
  readonly media: Ref<MediaState>;
  readonly quality: Ref<Quality>;
  /** The own picture is not sent: the line bears only sound. */
  readonly unseen: Ref<boolean>;
  readonly devices: Devices;
  readonly sound: Sound;
  /** What the person wants on; the presider's mute is in the seat. */
  readonly wants: Ref<Record<Kind, boolean>>;
  /** What comes in, by the mid of its section. */
  readonly received: ShallowRef<ReadonlyMap<string, MediaStreamTrack>>;
  /** Pictures by `pictureKey(seat, kind)`. */
  readonly pictures: ComputedRef<ReadonlyMap<string, MediaStream>>;
  /** Own clock, one tick a second, moved to the server's. */
  readonly now: Ref<number>;
  /** Once it is loaded: most who come write no minutes. */
  readonly outbox: ShallowRef<Outbox | null>;
  readonly request: RoomSocket["request"];
  /** The connection of its media, while there is one: for measuring. */
  connection(): RTCPeerConnection | null;
  /** Exhibits and chat, once they are loaded. */
  readonly beside: ShallowRef<Beside | null>;
  /** `needs`: where they are known, media are offered ahead of the socket. */
  start(needs?: Needs): void;
  toggle(kind: Kind): void;
  /** Tries sound and picture once more. */
  renew(): void;
  shareScreen(on: boolean): Promise<void>;
  leave(): Promise<void>;
  /** Takes the seat back from another device, or comes back after leaving. */
  rejoin(): void;
  stop(): void;
}

const STATS_EVERY_MS = 2000;

type Offer = Extract<ClientMessage, { type: "offer" }>;

/** What media will need, where it is known before `welcome`. */
export interface Needs {
  readonly slots: SlotBudget;
  readonly ice: readonly IceServer[];
}

export function pictureKey(seat: SeatId, kind: SourceKind): string {
  return `${seat}:${kind}`;
}

/** Lives until the component that calls it goes, or until `stop`. */
export function useHearing(hearing: string, seat?: string): HearingRoom {
  const scope = effectScope();
  const made = scope.run(() => new HearingConnection(hearing, seat));
  if (made === undefined) throw new Error("scope ended while being made");
  const stop = () => {
    made.stop();
    scope.stop();
  };
  onScopeDispose(stop);
  return made;
}

class HearingConnection implements HearingRoom {
  readonly room: ShallowRef<RoomView | null> = shallowRef(null);
  readonly link: ShallowRef<Link> = shallowRef({ is: "connecting", attempt: 0, since: Date.now() });
  readonly media = ref<MediaState>("idle");
  readonly quality = ref<Quality>("good");
  readonly unseen = ref(false);
  readonly devices = new Devices();
  readonly sound = new Sound();
  readonly wants = ref<Record<Kind, boolean>>({ microphone: true, camera: true });
  readonly now = ref(Date.now());
  readonly outbox: ShallowRef<Outbox | null> = shallowRef(null);
  readonly received: ShallowRef<ReadonlyMap<string, MediaStreamTrack>> = shallowRef(new Map());
  readonly beside: ShallowRef<Beside | null> = shallowRef(null);
  private readonly unheard: ServerMessage[] = [];
  private readonly streams = new WeakMap<MediaStreamTrack, MediaStream>();
  private readonly socket: RoomSocket;
  private readonly peer: HearingPeer;
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private line: LineMonitor | null = null;
  private ownLine: OwnLine | null = null;
  private rest: typeof import("./afterwards") | null = null;
  /** The network became another since the last `welcome`. */
  private moved = false;
  private readonly online = () => (this.moved = true);

  private needs: Needs | undefined;
  /** Takes an offer made before the socket is open. */
  private takes: ((offer: Offer) => Promise<Answer>) | null = null;
  /** Goes with each ticket that is asked for until it is answered; without an answer it is offered once more after `welcome`. */
  private ahead: { readonly offer: Omit<Offer, "type">; answered(sdp?: string | null): void } | null = null;
  /** Ends what hangs of the last ticket asked for. */
  private race = new AbortController();

  /** Under what name this tab keeps what the person wants on. */
  private readonly kept: string;

  constructor(private readonly hearing: string, private readonly seat: string | undefined) {
    this.kept = `lj.draft.wants.${hearing}.${seat}`;
    try {
      this.wants.value = JSON.parse(sessionStorage[this.kept]); // loaded again, it opens nothing that was shut
    } catch {
      // Nothing is kept: comes for the first time.
    }
    this.socket = new RoomSocket({
      ticket: () => this.ticket(),
      peer: () => this.peer.number,
      onMessage: (message) => this.hear(message),
      onLink: (link) => this.linked(link),
    });
    this.peer = new HearingPeer({
      send: (message) => this.takes?.(message as Offer) ?? this.socket.request(message),
      reachable: () => this.takes !== null || this.socket.link.is === "open",
      onState: (state) => (this.media.value = state),
      onReceivers: (tracks) => {
        this.received.value = tracks;
        this.sound.play(tracks);
      },
      camera: cameraHere(),
    });
    void this.loadTheRest();
    this.followDevices();
  }

  readonly pictures = computed(() => {
    const pictures = new Map<string, MediaStream>();
    for (const slot of this.room.value?.slots ?? []) {
      const track = this.received.value.get(slot.mid);
      if (track?.kind === "video") pictures.set(pictureKey(slot.seat, slot.kind), this.streamOf(track));
    }
    return pictures;
  });

  get request(): RoomSocket["request"] {
    return this.socket.request;
  }

  connection(): RTCPeerConnection | null {
    return this.peer.connection;
  }

  start(needs?: Needs): void {
    this.needs = needs;
    this.socket.start();
    window.addEventListener("online", this.online);
    this.timers.push(setInterval(() => this.tick(), 1000), setInterval(() => void this.measure(), STATS_EVERY_MS));
  }

  toggle(kind: Kind): void {
    this.wants.value = { ...this.wants.value, [kind]: !this.wants.value[kind] };
    if (this.wants.value[kind]) this.devices.mend([kind]);
  }

  renew(): void {
    this.peer.renew();
  }

  async shareScreen(on: boolean): Promise<void> {
    if (on) await this.rest?.share(this.devices);
    else this.devices.unshare();
  }

  async leave(): Promise<void> {
    this.ownLine?.goodbye();
    await this.socket.request({ type: "leave" }).catch(() => undefined);
    this.silence();
    this.socket.stop("left");
  }

  rejoin(): void {
    void this.devices.open();
    this.socket.start();
  }

  stop(): void {
    this.ownLine?.close();
    this.silence();
    this.timers.forEach(clearInterval);
    window.removeEventListener("online", this.online);
    this.sound.close();
    if (this.socket.link.is !== "ended") this.socket.stop("left");
  }

  /** Asked for on new connections where it hangs: the server answers the same offer as often as it comes. */
  private async ticket(): Promise<string> {
    this.race.abort();
    const race = (this.race = new AbortController());
    await this.offerAhead();
    const asked = { hearing: this.hearing, seat: this.seat, offer: this.ahead?.offer };
    try {
      const { ticket, answer } = await postSurely<{ ticket: string; answer?: string | null }>("/tickets", asked, race);
      this.answered(answer);
      return ticket;
    } catch (error) {
      if ((error as Problem).status > 0) this.answered();
      throw error;
    }
  }

  /** Once: a line that breaks later may have become another. */
  private offerAhead(): Promise<void> | undefined {
    const needs = this.peer.number === null ? this.needs : undefined;
    this.needs = undefined;
    this.takes = null;
    return needs && new Promise((made) => {
      this.takes = ({ type: _, ...offer }) => new Promise((resolve, reject) => {
        this.takes = null;
        this.ahead = {
          offer,
          answered: (sdp) => (sdp ? resolve({ type: "answer", re: 0, peer: offer.peer, sdp }) : reject(new Disconnected())),
        };
        made();
      });
      this.peer.begin(needs.slots, false, needs.ice);
    });
  }

  private answered(sdp?: string | null): void {
    this.ahead?.answered(sdp);
    this.ahead = null;
  }

  private linked(link: Link): void {
    this.link.value = link;
    if (link.is !== "ended") return;
    this.ownLine?.goodbye();
    this.silence();
  }

  private silence(): void {
    this.race.abort();
    this.answered();
    this.peer.close();
    this.devices.close();
  }

  private hear(message: ServerMessage): void {
    const couldAttend = this.room.value?.grants.attend ?? false;
    const room = apply(this.room.value, message, Date.now());
    this.room.value = room;
    if (room === null) return;
    if (this.beside.value) this.beside.value.hear(message);
    else this.unheard.push(message);
    if (message.type === "welcome") {
      this.now.value = message.now;
      this.peer.begin(room.slotBudget, message.peer_alive, message.ice, this.line?.flat || this.moved);
      this.moved = false;
      this.welcomed(room);
    } else if (message.type === "grants") {
      this.granted(room, couldAttend);
    } else if (message.type === "wanted") {
      this.peer.want(message.kind, message);
    } else if (message.type === "check_in" && message.news.kind === "restart_media") {
      this.peer.renew();
    } else if (message.type === "entry") {
      this.outbox.value?.committed(message.op);
    }
  }

  private granted(room: RoomView, couldAttend: boolean): void {
    if (!couldAttend && room.grants.attend && this.peer.number === null) this.peer.begin(room.slotBudget, false);
    if (room.grants.minute) this.outbox.value?.flush(); // written before signing began, and kept until the minutes were opened again
  }

  private welcomed(room: RoomView): void {
    this.ownLine?.welcomed();
    if (this.rest && this.outbox.value?.seat !== room.you) {
      this.outbox.value = new this.rest.Outbox(this.hearing, room.you, this.socket.request, () => this.room.value?.minutes ?? []);
    }
    if (room.grants.minute) this.outbox.value?.flush();
  }

  /** Tracks follow the devices and what the person wants; the server follows the tracks. */
  private followDevices(): void {
    const kinds = ["microphone", "camera"] as const;
    for (const kind of kinds) {
      watch(this.devices[kind], (track) => this.peer.setTrack(kind, track), { flush: "sync" });
      watch([this.devices[kind], this.wants], ([track]) => {
        if (track) track.enabled = this.wants.value[kind];
      }, { flush: "sync" });
    }
    watch(this.devices.screen, (track) => this.peer.setTrack("screen", track), { flush: "sync" });
    // Watched as text: told once per difference, not once per message while the server says no.
    watch(() => JSON.stringify(this.differences()), () => {
      for (const [kind, on] of this.differences()) void this.socket.request({ type: "set_source", kind, on }).catch((error) => {
        if (kind === "screen" && error.code) this.devices.unshare(); // refused: another screen is shown
      });
    });
  }

  /** Own sources whose state the server has wrong. */
  private differences(): [SourceKind, boolean][] {
    const room = this.room.value;
    const own = room && ownSeat(room);
    if (!own || this.link.value.is !== "open") return [];
    const on: Record<SourceKind, boolean> = {
      microphone: this.wants.value.microphone && this.devices.microphone.value !== null,
      camera: this.wants.value.camera && this.devices.camera.value !== null,
      screen: this.devices.screen.value !== null,
    };
    const kinds: SourceKind[] = ["microphone", "camera", "screen"];
    return kinds.filter((kind) => (sourceOf(own, kind)?.on ?? false) !== on[kind]).map((kind) => [kind, on[kind]]);
  }

  private streamOf(track: MediaStreamTrack): MediaStream {
    const known = this.streams.get(track);
    if (known) return known;
    const stream = new MediaStream([track]);
    this.streams.set(track, stream);
    return stream;
  }

  private tick(): void {
    this.now.value = Date.now() + (this.room.value?.clockAhead ?? 0);
  }

  private async measure(): Promise<void> {
    if (this.line === null) return;
    const pc = this.media.value === "connected" ? this.peer.connection : null;
    const [reading, remedies] = await this.line.measure(pc, this.media.value !== "idle", this.filming());
    remedies.forEach((remedy) => this.mend(remedy));
    if (reading !== null) {
      this.peer.tune("camera"); // phones are turned, cameras tell their size late
      this.unseen.value = this.peer.limited("camera");
    }
    this.quality.value = this.line.quality;
    this.ownLine?.measured(reading, this.quality.value);
  }

  private filming(): boolean {
    const camera = this.devices.camera.value;
    const live = camera !== null && camera.readyState === "live" && !camera.muted && camera.enabled;
    return live && this.peer.wanted("camera").anybody;
  }

  private mend(remedy: Remedy): void {
    if (remedy === "doubt") this.socket.doubt();
    else if (remedy === "rouse") void this.peer.rouse("camera");
    else this.peer.renew();
  }

  /** Comes after the call itself: nobody waits for it. */
  private async loadTheRest(): Promise<void> {
    const rest = await import("./afterwards").catch(() => null);
    if (rest === null) return void setTimeout(() => this.loadTheRest(), STATS_EVERY_MS);
    this.line = new rest.LineMonitor();
    this.beside.value = new rest.Beside(this.request, this.unheard);
    rest.follow(this, this.kept);
    this.ownLine = new rest.OwnLine(this.hearing, this.socket.request, this.devices, this.peer);
    this.rest = rest;
    if (this.room.value !== null) this.welcomed(this.room.value);
  }
}
