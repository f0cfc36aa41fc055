// Lines of minutes on their way to the server. Pure: each function takes the drafts and returns the next.
//
// A draft lives here and in the browser's storage from the first keystroke sent until the server has
// committed it. It is sent again with the same `op` after every reconnect: never lost, never doubled.
import type { AgendaPhase, ClientMessage, EntryView, RefusalCode, SeatId } from "@/wire";

export interface Draft {
  /** Made here, once per write: sent twice, applied once. */
  readonly op: string;
  readonly entry: string;
  /** 1 for a new entry, n+1 to replace revision n. */
  readonly revision: number;
  readonly phase: AgendaPhase;
  readonly speaker: SeatId | null;
  readonly text: string;
  /** Own clock, UTC milliseconds: orders drafts not yet numbered. */
  readonly at: number;
  readonly state: DraftState;
}

export type DraftState =
  /** Not acknowledged yet; goes out again when the connection is back. */
  | { readonly is: "unsaved" }
  /** Somebody wrote the entry meanwhile: the clerk compares both texts and decides. */
  | { readonly is: "stale" }
  /** Turned down; the text stays here until the clerk mends or discards it. */
  | { readonly is: "refused"; readonly code: RefusalCode; readonly detail: string | null };

export type Drafts = readonly Draft[];

export type Write = Pick<Draft, "op" | "entry" | "phase" | "speaker" | "text" | "at"> & {
  /** Revision of the text that was read before this was written; 0 for a new entry. */
  readonly base: number;
};

/**
 * Adds a write of an entry. Its revision follows what its writer read and what is already on its way, never what
 * somebody else committed meanwhile: the server says that one is stale, and the clerk sees both.
 */
export function write(drafts: Drafts, { base, ...wish }: Write): Drafts {
  const own = drafts.filter((draft) => draft.entry === wish.entry);
  const revision = Math.max(base, ...own.filter(isUnsaved).map((draft) => draft.revision)) + 1;
  // Built on an own text that turned out stale while this was typed: it waits in its place for the clerk.
  const state: DraftState = own.some((draft) => draft.state.is === "stale") ? { is: "stale" } : { is: "unsaved" };
  const rest = drafts.filter((draft) => draft.entry !== wish.entry || isUnsaved(draft));
  return [...rest, { ...wish, revision, state }];
}

const isUnsaved = (draft: Draft) => draft.state.is === "unsaved";

/** The server committed `op`. */
export function saved(drafts: Drafts, op: string): Drafts {
  return drafts.filter((draft) => draft.op !== op);
}

/**
 * The server turned `op` down. What is only a matter of time, or of the grant to write, stays unsaved. What was written
 * into the entry after it was built on it: the newest text takes its place.
 */
export function refused(drafts: Drafts, op: string, code: RefusalCode, detail: string | null): Drafts {
  const entry = drafts.find((draft) => draft.op === op)?.entry;
  if (mayPass(code) || awaitsGrant(code) || entry === undefined) return drafts;
  const state: DraftState = code === "stale_revision" ? { is: "stale" } : { is: "refused", code, detail };
  const newest = drafts.reduce((last, draft) => (draft.entry === entry ? draft : last));
  return drafts.filter((draft) => draft.entry !== entry || draft === newest).map((draft) => (draft === newest ? { ...draft, state } : draft));
}

/** Whether the same request may succeed a little later. */
export function mayPass(code: RefusalCode): boolean {
  return code === "not_stored" || code === "too_fast";
}

/**
 * Whether this seat may not write at the moment: signing begins (`minutes_frozen`) or has begun, or another presides
 * (`not_allowed`). The next grant that gives the minutes sends what waits.
 */
function awaitsGrant(code: RefusalCode): boolean {
  return code === "minutes_frozen" || code === "not_allowed";
}

/**
 * What may be on the wire now: the oldest unsaved write of each entry. The next one of an entry waits for
 * it, and for the clerk where an earlier one is stale or refused.
 */
export function due(drafts: Drafts): Drafts {
  return drafts.filter(
    (draft, i) => draft.state.is === "unsaved" && !drafts.slice(0, i).some((d) => d.entry === draft.entry),
  );
}

/** The clerk's own text replaces what is committed now, which stood beside it, as a new write. */
export function keepMine(drafts: Drafts, minutes: readonly EntryView[], op: string, fresh: string): Drafts {
  const mine = drafts.find((draft) => draft.op === op);
  if (mine === undefined) return drafts;
  const base = minutes.find((entry) => entry.id === mine.entry)?.revision ?? 0;
  return write(discard(drafts, op), { ...mine, op: fresh, base });
}

/** The clerk lets a draft go. */
export function discard(drafts: Drafts, op: string): Drafts {
  return drafts.filter((draft) => draft.op !== op);
}

/** Less is the way to the server. */
const AT_ONCE_MS = 1000;

/** With how long it has waited, by the own clock alone: the line keeps the time of the key. */
export function putEntry(draft: Draft, now: number): Extract<ClientMessage, { type: "put_entry" }> {
  const { op, entry, revision, phase, speaker, text, at } = draft;
  const waited = Math.min(Math.round(now - at), 0xffffffff);
  return { type: "put_entry", op, entry, revision, phase, speaker, text, ...(waited > AT_ONCE_MS ? { typed_ms_ago: waited } : {}) };
}

/** One line of the minutes as the clerk sees it: what is committed, and what of one's own is not. */
export interface Line {
  readonly id: string;
  /** Null while no revision of it is committed. */
  readonly entry: EntryView | null;
  readonly draft: Draft | null;
}

/** The revision of the text a line shows: one's own on its way, else what is committed. */
export function revisionRead({ entry, draft }: Line): number {
  return draft !== null && isUnsaved(draft) ? draft.revision : (entry?.revision ?? 0);
}

/** Committed entries by number, then new ones in the order they were written. */
export function lines(minutes: readonly EntryView[], drafts: Drafts): Line[] {
  const newest = new Map(drafts.map((draft) => [draft.entry, draft]));
  const committed = minutes.map((entry) => ({ id: entry.id, entry, draft: newest.get(entry.id) ?? null }));
  const known = new Set(minutes.map((entry) => entry.id));
  const fresh = [...newest.values()]
    .filter((draft) => !known.has(draft.entry))
    .sort((a, b) => a.at - b.at)
    .map((draft) => ({ id: draft.entry, entry: null, draft }));
  return [...committed, ...fresh];
}

/** Storage form of {@link Drafts}; what cannot be read is dropped line by line, never as a whole. */
export function unpack(stored: string | null): Drafts {
  if (stored === null) return [];
  try {
    const list: unknown = JSON.parse(stored);
    return Array.isArray(list) ? list.filter(isDraft) : [];
  } catch {
    return [];
  }
}

export function pack(drafts: Drafts): string {
  return JSON.stringify(drafts);
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const draft = value as Record<string, unknown>;
  return (
    typeof draft.op === "string" && typeof draft.entry === "string" && typeof draft.text === "string" &&
    typeof draft.revision === "number" && typeof draft.phase === "string" && typeof draft.at === "number" &&
    typeof draft.state === "object" && draft.state !== null
  );
}
