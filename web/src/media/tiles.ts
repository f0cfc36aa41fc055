// Tells the relay how large each picture is shown, so that no more is sent than is seen. Sound is never part
// of it: a page in the background still hears.
import { Refused, type Send } from "@/socket/requests";
import type { Tile } from "@/wire";

/** Heights told apart, in device pixels: a tile that breathes by a line says nothing. */
const STEPS = [90, 180, 270, 360, 540, 720, 1080] as const;
/** Said of a section that carries nothing now: whoever comes into it is seen at once, small. */
const IDLE_HEIGHT = 180;

/** Changes wait this long for more of them; what comes into view does not. */
const SETTLE_MS = 400;
const SOON_MS = 50;
/** An element that went counts this long: who becomes large moves to another, and a slow phone is slow to show it. */
const GONE_AFTER_MS = 1500;
const REFUSED_PAUSE_MS = 2000;

/** The next step up; beyond the last, the last. */
export function toStep(height: number): number {
  if (!(height > 0)) return 0;
  return STEPS.find((step) => step >= height) ?? STEPS[STEPS.length - 1] ?? 0;
}

export interface Shown {
  /** Sections for pictures that the connection has, and those that carry something now. */
  readonly sections: ReadonlySet<string>;
  readonly carrying: ReadonlySet<string>;
  /** Height of each view, by the section it shows. */
  readonly views: Iterable<{ readonly mid: string; readonly height: number }>;
  /** The page is in the background. */
  readonly hidden: boolean;
}

/** What is yet to be said, given what was. Of which nothing was said, the relay takes as shown in full. */
export function unsaid(shown: Shown, said: ReadonlyMap<string, number>): Tile[] {
  const heights = new Map<string, number>();
  for (const { mid, height } of shown.views) heights.set(mid, Math.max(height, heights.get(mid) ?? 0));
  const tiles: Tile[] = [];
  for (const mid of shown.sections) {
    const before = said.get(mid);
    const idle = before === 0 ? IDLE_HEIGHT : before;
    const now = shown.hidden ? 0 : shown.carrying.has(mid) ? toStep(heights.get(mid) ?? 0) : idle;
    if (now !== undefined && now !== before) tiles.push({ mid, height: now });
  }
  return tiles;
}

/** Keeps the relay told. Views are whatever identifies an element that shows a section. */
export class Tiles {
  private sections: ReadonlySet<string> = new Set();
  private carrying: ReadonlySet<string> = new Set();
  private readonly views = new Map<object, { mid: string; height: number }>();
  private hidden = false;
  private said = new Map<string, number>();
  private tracks: readonly unknown[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = Infinity;

  constructor(private readonly send: Send) {}

  /** Sections for pictures and their tracks: with other tracks it is a fresh connection, told nothing yet. */
  connected(sections: readonly (readonly [mid: string, track: unknown])[]): void {
    this.sections = new Set(sections.map(([mid]) => mid));
    const tracks = sections.map(([, track]) => track);
    if (tracks.some((track) => !this.tracks.includes(track))) this.said.clear();
    this.tracks = tracks;
    this.later();
  }

  /** The socket is back: what was on its way may be lost. */
  again(): void {
    this.said.clear();
    this.later();
  }

  carry(mids: Iterable<string>): void {
    this.carrying = new Set(mids);
    this.later();
  }

  /** `height` in device pixels, 0 while out of view. */
  show(view: object, mid: string, height: number): void {
    const before = this.views.get(view);
    if (before?.mid === mid && before.height === height) return;
    this.views.set(view, { mid, height });
    this.later();
  }

  gone(view: object): void {
    setTimeout(() => this.views.delete(view) && this.later(), GONE_AFTER_MS);
  }

  /** Said at once when the page goes: it may be frozen before long. */
  hide(hidden: boolean): void {
    this.hidden = hidden;
    if (hidden) this.say();
    else this.later();
  }

  stop(): void {
    this.sections = new Set();
    this.clear();
  }

  private shown(): Shown {
    const { sections, carrying, hidden } = this;
    return { sections, carrying, hidden, views: this.views.values() };
  }

  private later(): void {
    const tiles = unsaid(this.shown(), this.said);
    if (tiles.length === 0) return;
    const appears = tiles.some(({ mid, height }) => height > 0 && this.said.get(mid) === 0);
    this.sayIn(appears ? SOON_MS : SETTLE_MS);
  }

  /** The earliest wish counts: a picture that changes all the time is told of all the same. */
  private sayIn(ms: number): void {
    const due = Date.now() + ms;
    if (due >= this.due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.say(), ms);
  }

  private clear(): void {
    clearTimeout(this.timer);
    this.due = Infinity;
  }

  private say(): void {
    this.clear();
    const tiles = unsaid(this.shown(), this.said);
    if (tiles.length === 0) return;
    const said = this.said;
    for (const { mid, height } of tiles) said.set(mid, height);
    this.send({ type: "tiles", tiles }).catch((error: unknown) => {
      for (const { mid, height } of tiles) if (said.get(mid) === height) said.delete(mid);
      if (error instanceof Refused && error.code === "too_fast") this.sayIn(REFUSED_PAUSE_MS);
      // Disconnected: `welcome` begins again.
    });
  }
}
