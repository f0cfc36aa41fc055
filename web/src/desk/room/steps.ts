// What presider and clerk may do to the hearing as a whole, by its stage (docs/rules.md 3.3).
import type { AgendaPhase, Stage, StageStep } from "@/wire";

export type StepKind = StageStep["kind"];

export interface StepKey {
  kind: StepKind;
  /** Asks for a reason, which is put on record. */
  reason: boolean;
  /** The usual next thing to do. */
  main: boolean;
  /** Rare, and ends the session: under a button of its own. */
  rare: boolean;
}

const NEEDS_REASON: ReadonlySet<StepKind> = new Set([
  "previous_phase",
  "pause",
  "suspend",
  "reopen_session",
  "reopen_review",
  "close",
  "declare_no_show",
  "adjourn",
  "convert_in_person",
]);

const RARE: ReadonlySet<StepKind> = new Set(["adjourn", "convert_in_person"]);

/** What who keeps the minutes may do where nobody presides any more (docs/rules.md 3.3, H13 to H15). */
const KEEPERS: ReadonlySet<StepKind> = new Set(["review_minutes", "start_signing", "reopen_review", "close"]);

/** Those of `steps` that a seat may take which keeps the minutes and does not preside. */
export function keepersSteps(steps: readonly StepKey[]): StepKey[] {
  return steps.filter((step) => KEEPERS.has(step.kind));
}

function key(kind: StepKind, main = false): StepKey {
  return { kind, reason: NEEDS_REASON.has(kind), main, rare: RARE.has(kind) };
}

/** How a session ends before its time. */
const ENDINGS = [key("adjourn"), key("convert_in_person")];

export interface Where {
  stage: Stage;
  phase: AgendaPhase | null;
}

/** The phase `by` places on in the agenda; null past its ends. */
export function phaseAt(
  agenda: readonly AgendaPhase[],
  phase: AgendaPhase | null,
  by: 1 | -1,
): AgendaPhase | null {
  if (phase === null) return null;
  const at = agenda.indexOf(phase);
  return at < 0 ? null : (agenda[at + by] ?? null);
}

/** Buttons of the presider's bar, the main one first. */
export function stepsAt({ stage, phase }: Where, agenda: readonly AgendaPhase[]): StepKey[] {
  switch (stage) {
    case "scheduled":
      return [key("open_check_in", true)];
    case "check_in":
      // Start is shown before the quorum is there, so that it is known what will be pressed.
      return [key("start", true), key("declare_no_show"), key("convert_in_person")];
    case "ready":
      return [key("start", true), key("convert_in_person")];
    case "in_session":
      return inSession(agenda, phase);
    case "paused":
      return [key("resume", true), key("suspend"), key("review_minutes"), ...ENDINGS];
    case "suspended":
      return [key("resume", true), key("review_minutes"), ...ENDINGS];
    case "minutes_review":
      return [key("start_signing", true), key("reopen_session"), key("close"), ...ENDINGS];
    case "signing":
      return [key("reopen_review"), key("close"), ...ENDINGS];
    case "requested":
    case "countdown":
    case "closed":
    case "outcome_issued":
    case "cancelled":
    case "postponed":
    case "no_show":
    case "adjourned":
    case "in_person":
      return [];
  }
}

function inSession(agenda: readonly AgendaPhase[], phase: AgendaPhase | null): StepKey[] {
  const isLast = phaseAt(agenda, phase, 1) === null;
  const isFirst = phaseAt(agenda, phase, -1) === null;
  const onwards = isLast ? [key("review_minutes", true)] : [key("next_phase", true)];
  const back = isFirst ? [] : [key("previous_phase")];
  const end = isLast ? [] : [key("review_minutes")];
  return [...onwards, ...back, key("pause"), key("suspend"), ...end, ...ENDINGS];
}

/** What is left unfinished where a hearing is closed, and known to be. */
export interface Unfinished {
  /** Why the minutes that are read back are not signed. */
  unsigned?: string;
  /** The version of the agreement that parties have not signed. */
  agreement?: number;
}

/** The step to send. */
export function stepOf(kind: StepKind, reason: string, left: Unfinished = {}): StageStep {
  switch (kind) {
    case "close":
      return { kind, reason: reason.trim(), ...left };
    case "open_check_in":
    case "start":
    case "next_phase":
    case "resume":
    case "review_minutes":
    case "start_signing":
      return { kind };
    case "previous_phase":
    case "pause":
    case "suspend":
    case "reopen_session":
    case "reopen_review":
    case "declare_no_show":
    case "adjourn":
    case "convert_in_person":
      return { kind, reason: reason.trim() };
  }
}

/** Nothing more happens in the room. */
export function isOver(stage: Stage): boolean {
  return ["closed", "outcome_issued", "cancelled", "postponed", "no_show", "adjourned", "in_person"].includes(stage);
}
