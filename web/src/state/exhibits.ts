// What a page knows of the exhibits, and how the server's news changes it. Pure.
import type { ExhibitNews, ExhibitView, Playback, SeatId, ShownView, Spot } from "@/wire";

export interface Exhibits {
  /** In the order they were told. */
  readonly all: readonly ExhibitView[];
  readonly shown: ShownView | null;
  /** Where others point, as long as something is shown. */
  readonly pointers: ReadonlyMap<SeatId, Spot>;
}

export const noExhibits: Exhibits = { all: [], shown: null, pointers: new Map() };

export function applyExhibit(known: Exhibits, news: ExhibitNews): Exhibits {
  switch (news.kind) {
    case "all": return { ...known, all: news.exhibits };
    case "one": return { ...known, all: withOne(known.all, news.exhibit) };
    case "shown": {
      const samePage = news.shown?.exhibit === known.shown?.exhibit && news.shown?.page === known.shown?.page;
      return { ...known, shown: news.shown, pointers: samePage ? known.pointers : new Map() };
    }
    case "point": return known.shown === null ? known : { ...known, pointers: pointing(known.pointers, news.by, news.at) };
  }
}

function withOne(all: readonly ExhibitView[], one: ExhibitView): ExhibitView[] {
  const known = all.some((exhibit) => exhibit.id === one.id);
  return known ? all.map((exhibit) => (exhibit.id === one.id ? one : exhibit)) : [...all, one];
}

function pointing(pointers: ReadonlyMap<SeatId, Spot>, by: SeatId, at: Spot | null): ReadonlyMap<SeatId, Spot> {
  const next = new Map(pointers);
  if (at === null) next.delete(by);
  else next.set(by, at);
  return next;
}

export function numberOf(exhibit: ExhibitView): number | null {
  return exhibit.state.is === "accepted" ? exhibit.state.number : null;
}

/** Where sound or video is now, in seconds; `serverNow` is the server's clock. */
export function placeOf(playback: Playback, serverNow: number): number {
  const run = playback.playing ? Math.max(0, serverNow - playback.since) : 0;
  return (playback.at_ms + run) / 1000;
}

const FULL = 10_000;

/** A place within a box as the wire says it; null beside it. */
export function spotIn(box: { left: number; top: number; width: number; height: number }, x: number, y: number): Spot | null {
  if (box.width <= 0 || box.height <= 0) return null;
  const spot = { x: Math.round(((x - box.left) / box.width) * FULL), y: Math.round(((y - box.top) / box.height) * FULL) };
  const within = (n: number) => n >= 0 && n <= FULL;
  return within(spot.x) && within(spot.y) ? spot : null;
}

const DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** 一 to 九十九, as the minutes say it. */
export function numeral(n: number): string {
  if (n >= 100) return String(n);
  const tens = Math.floor(n / 10);
  const head = tens === 0 ? "" : tens === 1 ? "十" : `${DIGITS[tens]}十`;
  return `${head}${DIGITS[n % 10]}`;
}
