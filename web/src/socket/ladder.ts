// When to try again, and whether to try at all. Pure.
import type { ByeReason } from "@/wire";

const STEPS_MS = [0, 300, 1200, 2700, 4800, 7000];

/** Spread, so that a restarted server does not meet everybody at once. */
const JITTER_MS = 1000;

/** Pause before the `attempt`-th try (from 0), in milliseconds. `random` is in [0, 1). */
export function retryDelay(attempt: number, random: number): number {
  const step = STEPS_MS[Math.min(attempt, STEPS_MS.length - 1)] ?? 7000;
  return step + (attempt === 0 ? random * 100 : random * JITTER_MS);
}

/** Whether coming back by itself makes sense after the server said goodbye. */
export function comesBack(reason: ByeReason): boolean {
  switch (reason) {
    case "bad_ticket":
    case "restarting":
    case "flooding": return true;
    case "hearing_over":
    case "left":
    case "wrong_protocol":
    case "removed":
    case "replaced":
    case "session_ended":
    case "withdrawn":
    case "violation":
    case "too_large": return false;
  }
}
