// Where each file stands when the hearing's clock shows a time. Pure.
import type { RecordingFile, RecordingMark } from "../rest";

export interface Playable {
  readonly id: string;
  readonly seat: string;
  readonly source: RecordingFile["source"];
  /** UTC milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** Files that are whole; the others are still being written. */
export function playable(files: readonly RecordingFile[]): Playable[] {
  return files.flatMap((file) =>
    file.whole ? [{ id: file.id, seat: file.seat.id, source: file.source, from: file.began_at, to: file.whole.ended_at }] : [],
  );
}

/** Seconds into a file at a time; null where it has nothing. */
export function positionIn(file: Playable, at: number): number | null {
  return at >= file.from && at < file.to ? (at - file.from) / 1000 : null;
}

/** From the first file's beginning to the last one's end. */
export function extent(files: readonly Playable[]): { from: number; to: number } | null {
  if (files.length === 0) return null;
  return { from: Math.min(...files.map((file) => file.from)), to: Math.max(...files.map((file) => file.to)) };
}

/** The same time, or the next at which anything was recorded: nobody waits through a recess. */
export function nextRecorded(files: readonly Playable[], at: number): number | null {
  if (files.some((file) => positionIn(file, at) !== null)) return at;
  const later = files.map((file) => file.from).filter((from) => from > at);
  return later.length === 0 ? null : Math.min(...later);
}

/** A file that begins this soon is made ready. Milliseconds. */
const AHEAD = 30_000;

/** Files to have at hand: what sounds now, what begins soon, and what comes next however far off. */
export function atHand(files: readonly Playable[], at: number): readonly Playable[] {
  const next = Math.min(...files.filter((file) => file.from > at).map((file) => file.from));
  return files.filter((file) => file.to > at && (file.from <= at + AHEAD || file.from === next));
}

/** An element that has no data for longer than this is not waited for. Milliseconds. */
const PATIENCE = 4000;

interface Clock {
  /** UTC milliseconds. */
  readonly at: number;
  /** When an element was first found without data; null while none is waited for. */
  readonly waitedSince: number | null;
}

interface Look {
  /** All that should sound now can. */
  readonly ready: boolean;
  readonly now: number;
  /** Played since the look before, if nothing was waited for. Milliseconds. */
  readonly passed: number;
}

/** The clock after a look at the elements: it waits for them, passes over what nobody recorded, and ends with the last file. */
export function ticked(files: readonly Playable[], { at, waitedSince }: Clock, { ready, now, passed }: Look): Clock & { over: boolean } {
  const since = ready ? null : (waitedSince ?? now);
  if (since !== null && now - since < PATIENCE) return { at, waitedSince: since, over: false };
  const next = nextRecorded(files, at + passed);
  return { at: next ?? extent(files)?.to ?? at, waitedSince: since, over: next === null };
}

/** Further apart than this, and a file is put where it should be. Seconds. */
const APART = 0.3;

export function mustSeek(isAt: number, shouldBeAt: number): boolean {
  return Math.abs(isAt - shouldBeAt) > APART;
}

/** Marks within what was recorded, by time. */
export function marksWithin(marks: readonly RecordingMark[], from: number, to: number): RecordingMark[] {
  return marks.filter((mark) => mark.at >= from - 1000 && mark.at <= to + 1000).sort((a, b) => a.at - b.at);
}

/** The last line begun by then; -1 before the first. */
export function lineAt(lines: readonly { at: number }[], at: number): number {
  let found = -1;
  lines.forEach((line, i) => {
    if (line.at <= at) found = i;
  });
  return found;
}
