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

export type Write = Pick<Draft, "op" | "entry" | "phase" | "speaker" | "text" | "at">;

/** Adds a write of an entry. Its revision follows what is committed and what is already on its way. */
export function write(drafts: Drafts, minutes: readonly EntryView[], wish: Write): Drafts {
  const committed = minutes.find((entry) => entry.id === wish.entry)?.revision ?? 0;
  const underWay = drafts.filter((d) => d.entry === wish.entry && d.state.is === "unsaved");
  const revision = Math.max(committed, ...underWay.map((d) => d.revision)) + 1;
  return [...drafts, { ...wish, revision, state: { is: "unsaved" } }];
}

/** The server committed `op`. */
export function saved(drafts: Drafts, op: string): Drafts {
  return drafts.filter((draft) => draft.op !== op);
}

/** The server turned `op` down. `not_stored` and `too_fast` are only a matter of time: it stays unsaved. */
export function refused(drafts: Drafts, op: string, code: RefusalCode, detail: string | null): Drafts {
  if (mayPass(code)) return drafts;
  const state: DraftState = code === "stale_revision" ? { is: "stale" } : { is: "refused", code, detail };
  return drafts.map((draft) => (draft.op === op ? { ...draft, state } : draft));
}

/** Whether the same request may succeed a little later. */
export function mayPass(code: RefusalCode): boolean {
  return code === "not_stored" || code === "too_fast";
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

/** The clerk's own text replaces what is committed now, as a new write. */
export function keepMine(drafts: Drafts, minutes: readonly EntryView[], op: string, fresh: string): Drafts {
  const mine = drafts.find((draft) => draft.op === op);
  return mine === undefined ? drafts : write(discard(drafts, op), minutes, { ...mine, op: fresh });
}

/** The clerk lets a draft go. */
export function discard(drafts: Drafts, op: string): Drafts {
  return drafts.filter((draft) => draft.op !== op);
}

export function putEntry(draft: Draft): Extract<ClientMessage, { type: "put_entry" }> {
  const { op, entry, revision, phase, speaker, text } = draft;
  return { type: "put_entry", op, entry, revision, phase, speaker, text };
}

/** One line of the minutes as the clerk sees it: what is committed, and what of one's own is not. */
export interface Line {
  readonly id: string;
  /** Null while no revision of it is committed. */
  readonly entry: EntryView | null;
  readonly draft: Draft | null;
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
