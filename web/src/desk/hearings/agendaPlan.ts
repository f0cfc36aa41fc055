// The agenda as it may still be changed: which phases stand, what is wrong with a plan. Pure.
import type { AgendaPhase, PlannedPhase } from "@/wire";
import { last } from "../parts/last";

export const MAX_MINUTES = 480;

/**
 * How many phases at the front were held and keep their place: up to the furthest that is on or has lines of the
 * minutes, as has what was gone back from.
 */
export function heldOf(agenda: readonly AgendaPhase[], phase: AgendaPhase | null, written: readonly AgendaPhase[] = []): number {
  return phase === null ? 0 : Math.max(...[phase, ...written].map((one) => agenda.indexOf(one) + 1));
}

/** Whether a phase may go up or down by one: the held ones stay. */
export function mayMove(plan: readonly unknown[], held: number, at: number, by: -1 | 1): boolean {
  const to = at + by;
  return at >= held && to >= held && to < plan.length;
}

/** What the server would refuse, in a word of the rules; a session that goes on may begin in its middle. */
export function isAgenda(plan: readonly PlannedPhase[], continues: boolean): boolean {
  const phases = plan.map((one) => one.phase);
  const begins = continues || phases[0] === "opening";
  const ends = !phases.includes("read_back") || last(phases) === "read_back";
  const bounded = plan.every(({ minutes }) => minutes === null || (Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES));
  return phases.length > 0 && begins && ends && bounded;
}

/** Minutes as typed; empty is none planned. */
export function minutesOf(typed: string): number | null {
  return typed.trim() === "" ? null : Number(typed);
}

/** All that is planned, in minutes; null where nothing is. */
export function total(plan: readonly PlannedPhase[]): number | null {
  const planned = plan.flatMap((one) => (one.minutes === null ? [] : [one.minutes]));
  return planned.length === 0 ? null : planned.reduce((sum, minutes) => sum + minutes, 0);
}
