// Drives the drafts of one seat in a hearing: keeps them in the browser's storage, sends what is due, and hears
// what became of it.
import { shallowRef, type ShallowRef } from "vue";
import { Refused, type Send } from "@/socket/requests";
import type { AgendaPhase, EntryView, SeatId } from "@/wire";
import * as drafts from "./drafts";
import { newId } from "./newId";

/** Pause before a write that could not be stored is tried again, in milliseconds. */
const RETRY_MS = 2000;

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export class Outbox {
  readonly drafts: ShallowRef<drafts.Drafts>;
  /** False when the browser refuses to keep drafts: the page says so. */
  readonly kept: ShallowRef<boolean> = shallowRef(true);
  private readonly onWire = new Set<string>();
  private readonly key: string;

  constructor(
    hearing: string,
    /** Whose they are: what the clerk could not send is not sent in the name of who sits down here next. */
    readonly seat: SeatId,
    private readonly send: Send,
    private readonly minutes: () => readonly EntryView[],
    private readonly id: () => string = newId,
    private readonly shelf: Shelf = localStorage,
  ) {
    this.key = `lj.drafts.${hearing}.${seat}`;
    this.drafts = shallowRef(drafts.unpack(this.read()));
  }

  /**
   * Writes a new entry, or with `base` the revision after the one that was read; `op` where others may write the very
   * same. Returns the entry's id.
   */
  write(wish: { entry?: string; base?: number; op?: string; phase: AgendaPhase; speaker: SeatId | null; text: string; at: number }): string {
    const entry = wish.entry ?? this.id();
    this.become(drafts.write(this.drafts.value, { ...wish, entry, base: wish.base ?? 0, op: wish.op ?? this.id() }));
    this.flush();
    return entry;
  }

  keepMine(op: string): void {
    this.become(drafts.keepMine(this.drafts.value, this.minutes(), op, this.id()));
    this.flush();
  }

  discard(op: string): void {
    this.become(drafts.discard(this.drafts.value, op));
    this.flush();
  }

  /** Told of every committed entry: the writer's own `op` among them is saved. */
  committed(op: string): void {
    if (!this.drafts.value.some((draft) => draft.op === op)) return;
    this.become(drafts.saved(this.drafts.value, op));
    this.flush();
  }

  /** Sends what is due and not on the wire already. Called after every `welcome` too. */
  flush(): void {
    for (const draft of drafts.due(this.drafts.value)) {
      if (!this.onWire.has(draft.op)) void this.deliver(draft);
    }
  }

  private async deliver(draft: drafts.Draft): Promise<void> {
    this.onWire.add(draft.op);
    try {
      await this.send(drafts.putEntry(draft, Date.now()));
      this.become(drafts.saved(this.drafts.value, draft.op));
      this.onWire.delete(draft.op);
      this.flush();
    } catch (error) {
      this.onWire.delete(draft.op);
      if (!(error instanceof Refused)) return; // connection lost: `welcome` flushes
      this.become(drafts.refused(this.drafts.value, draft.op, error.code, error.detail));
      if (drafts.mayPass(error.code)) setTimeout(() => this.flush(), RETRY_MS);
    }
  }

  private become(next: drafts.Drafts): void {
    this.drafts.value = next;
    try {
      if (next.length === 0) this.shelf.removeItem(this.key);
      else this.shelf.setItem(this.key, drafts.pack(next));
      this.kept.value = true;
    } catch {
      this.kept.value = false;
    }
  }

  private read(): string | null {
    try {
      return this.shelf.getItem(this.key);
    } catch {
      return null;
    }
  }
}
