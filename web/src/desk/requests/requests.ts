// How a request for a hearing stands, and what its examination asks for.
import { isReason } from "@/i18n/typed";
import type { HearingRequest, RequestStep } from "../before";
import type { Tone } from "../words/tone";

export type RequestState = HearingRequest["state"];
export type RequestStepKind = HearingRequest["may"][number];

/** Its two working days run. */
export function isUndecided(state: RequestState): boolean {
  return state === "requested" || state === "examining";
}

export function requestTone(state: RequestState): Tone {
  switch (state) {
    case "requested":
      return "warn";
    case "examining":
    case "approved":
      return "active";
    case "scheduled":
      return "done";
    case "refused":
      return "grave";
    case "redirected":
    case "withdrawn":
      return "plain";
  }
}

/** Steps taken here; scheduling has a page of its own. */
export type Asked = Exclude<RequestStepKind, "schedule">;

/** What must be said with a step. */
export function asksReason(step: Asked): boolean {
  return step === "redirect" || step === "refuse";
}

/** By which what is written for a step is kept until it is taken. */
export const stepDraft = (request: string, step: Asked) => `request.${request}.${step}`;

/** The step to send; null while something is missing. */
export function stepOf(step: Asked, reason: string, to: string): RequestStep | null {
  if (asksReason(step) && !isReason(reason)) return null;
  switch (step) {
    case "redirect":
      return to === "" ? null : { kind: step, to, reason: reason.trim() };
    case "refuse":
      return { kind: step, reason: reason.trim() };
    case "examine":
    case "approve":
    case "withdraw":
      return { kind: step };
  }
}
