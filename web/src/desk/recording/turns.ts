// Who spoke when, and in which phase, laid along the recorded time. Pure.
import type { AgendaPhase } from "@/wire";
import { last } from "../parts/last";

export interface Turn {
  readonly began_at: number;
  readonly ended_at: number;
}

export interface Chapter extends Turn {
  readonly phase: AgendaPhase;
}

/** Where each phase began; one that goes on after a recess is no new chapter. */
export function chapters(phases: readonly Chapter[]): Chapter[] {
  const found: Chapter[] = [];
  for (const one of phases) {
    const before = last(found);
    if (before?.phase === one.phase) found[found.length - 1] = { ...before, ended_at: one.ended_at };
    else found.push(one);
  }
  return found;
}

/** The last one begun by then; -1 before the first. */
export function begunBy(turns: readonly Turn[], at: number): number {
  let found = -1;
  turns.forEach((turn, i) => {
    if (turn.began_at <= at) found = i;
  });
  return found;
}

/** Where a key leads from here: the turn before or after, the first or the last; null where it leads nowhere. */
export function turnByKey(turns: readonly Turn[], at: number, key: string): Turn | null {
  const here = begunBy(turns, at);
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      // Within the first moments of a turn, back means the one before it.
      return turns[at - (turns[here]?.began_at ?? at) > 2_000 ? here : here - 1] ?? null;
    case "ArrowRight":
    case "ArrowUp":
      return turns[here + 1] ?? null;
    case "Home":
      return turns[0] ?? null;
    case "End":
      return last(turns) ?? null;
    default:
      return null;
  }
}

/** Whether one of them covers a time. */
export function covers(turns: readonly Turn[], at: number): boolean {
  return turns.some((turn) => at >= turn.began_at && at < turn.ended_at);
}

/** All of them together, milliseconds. */
export function spoken(turns: readonly Turn[]): number {
  return turns.reduce((sum, turn) => sum + turn.ended_at - turn.began_at, 0);
}

/** Left edge and width of a turn in hundredths of what was recorded. */
export function place(turn: Turn, span: { from: number; to: number }): { left: string; width: string } {
  const share = (ms: number) => `${((100 * ms) / Math.max(1, span.to - span.from)).toFixed(3)}%`;
  const from = Math.max(turn.began_at, span.from);
  return { left: share(from - span.from), width: share(Math.max(0, Math.min(turn.ended_at, span.to) - from)) };
}
