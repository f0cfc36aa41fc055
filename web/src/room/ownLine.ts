// The own line as the server is told of it: its quality every few seconds, and what only this page can know
// of why its seat fails. None of it is waited for.
import { isPhone, type Devices, type Kind } from "@/media/devices";
import type { HearingPeer } from "@/media/peer";
import { lineQuality, type Quality, type Reading } from "@/media/quality";
import type { Send } from "@/socket/requests";
import type { LineQuality } from "@/wire";
import { followNetwork } from "./network";
import { Patience, waitFor } from "./patience";
import { thrifty, Thriftiness, type Thrift } from "./thrift";
import { batteryIsLow, OwnTrouble, type Trouble } from "./trouble";

/** Between two reports, in seconds. */
const TELL_EVERY = 5;
/** What the line bore, in bit/s, and when; good for as long as one is on the same line, in seconds. */
const LINE = "lj.line";
const SAME_LINE = 60;
/** Nothing to measure: sound and picture do not get through. */
const BROKEN: LineQuality = { word: "broken", round_trip_ms: null, lost_up: 0, lost_down: 0, concealed: 0, freezes: 0 };

export class OwnLine {
  private told: Reading | null = null;
  private toldAt = 0;
  private readonly trouble = new OwnTrouble();
  private readonly thrift: Thriftiness;
  private readonly patience = new Patience();
  private before: Reading | null = null;
  private readonly marker: string;
  /** The page before this one was in the hearing and had no time to say goodbye. */
  private killed: boolean;
  private powerLow = () => false;
  /** The page goes for good: browsers call that hidden too, before or after, and nobody is to wait for it. */
  private gone = false;
  private readonly bye = () => {
    this.goodbye();
    this.gone = true;
    this.sight(false);
  };
  private readonly seen = () => this.sight();
  /** Something was plugged in or pulled out. */
  private readonly plugged = () => this.devices.mend();
  /** Devices that have worked in this page: the others are not missed. */
  private readonly had = new Set<Kind>();
  private readonly unfollow = followNetwork();

  constructor(
    hearing: string, private readonly send: Send, private readonly devices: Devices,
    private readonly peer: Pick<HearingPeer, "limit" | "reread" | "connection">,
  ) {
    this.marker = `lj.in.${hearing}`;
    this.killed = shelf((kept) => kept.getItem(this.marker)) === "1";
    window.addEventListener("pagehide", this.bye);
    document.addEventListener("visibilitychange", this.seen);
    navigator.mediaDevices?.addEventListener?.("devicechange", this.plugged);
    this.thrift = new Thriftiness(lastLine(), Date.now() / 1000);
    this.spare(this.thrift.next(0, null));
    void batteryIsLow().then((low) => (this.powerLow = low));
  }

  /** Each connection is told anew what ails this page. */
  welcomed(): void {
    shelf((kept) => kept.setItem(this.marker, "1"));
    this.trouble.forget();
    if (this.killed) this.tell({ type: "trouble", reason: "browser_killed" });
    this.killed = false;
    this.gone = false;
    if (document.visibilityState === "hidden") this.sight(); // a new connection begins in sight
  }

  /** A phone that is locked, or shows something else, films nothing and may soon be still: said while it can be. */
  private sight(away = document.visibilityState === "hidden"): void {
    if (isPhone() && !(away && this.gone)) this.tell({ type: "away", away });
  }

  /** A reading, every two seconds; null while there is nothing to read. */
  measured(now: Reading | null, word: Quality, at = Date.now() / 1000): void {
    const trouble = this.trouble.next(at, this.deviceGone(), this.powerLow());
    if (trouble !== undefined) this.tell({ type: "trouble", reason: trouble });
    if (now !== null && this.before !== null) waitFor(this.peer.connection?.getReceivers() ?? [], this.patience.next(at, this.before, now));
    this.before = now;
    if (now?.available != null) {
      shelf((kept) => kept.setItem(LINE, JSON.stringify([at, now.available])));
      this.spare(this.thrift.next(at, now.available));
    }
    if (at - this.toldAt < TELL_EVERY) return;
    const quality = now === null ? (word === "broken" ? BROKEN : null) : this.told && lineQuality(this.told, now, word);
    this.told = now;
    this.toldAt = at;
    if (quality !== null) this.tell({ type: "quality", quality });
  }

  /** Every time, since a new answer knows nothing of it; where it is so already nothing happens. */
  private spare({ sound, picture }: Thrift): void {
    this.peer.reread("microphone", sound ? thrifty : (answer) => answer);
    this.peer.limit("camera", picture);
  }

  /** This page goes on purpose. */
  goodbye(): void {
    shelf((kept) => kept.removeItem(this.marker));
  }

  close(): void {
    this.goodbye();
    this.unfollow();
    window.removeEventListener("pagehide", this.bye);
    document.removeEventListener("visibilitychange", this.seen);
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.plugged);
  }

  private deviceGone(): boolean {
    const { trouble } = this.devices;
    const kinds: Kind[] = ["microphone", "camera"];
    for (const kind of kinds) if (this.devices[kind].value || trouble.value[kind] === "interrupted") this.had.add(kind);
    return kinds.some((kind) => this.had.has(kind) && trouble.value[kind]);
  }

  private tell(message: { type: "quality"; quality: LineQuality } | { type: "trouble"; reason: Trouble | "browser_killed" } | { type: "away"; away: boolean }): void {
    void this.send(message).catch(() => undefined); // the next one says it too
  }
}

/** Storage that lives as long as the tab, and is refused in some private windows. */
function shelf<T>(deed: (kept: Storage) => T): T | null {
  try {
    return deed(sessionStorage);
  } catch {
    return null;
  }
}

/** What the page before this one found that its line bore. */
function lastLine(): number | null {
  const [at, available] = JSON.parse(shelf((kept) => kept.getItem(LINE)) ?? "[0, 0]") as [number, number];
  return Date.now() / 1000 - at < SAME_LINE ? available : null;
}
