// Which colour goes with which state. The word is always there too.
import type { LineWord, Stage } from "@/wire";
import type { StateName } from "../rest";

export type Tone = "plain" | "active" | "done" | "warn" | "grave";

const ENDED: ReadonlySet<StateName> = new Set<StateName>([
  "closed", "terminated", "diverted", "not_accepted", "no_longer_accepted", "merged", "withdrawn", "archived",
]);

/** Still to be worked on: another may go on in it. */
export const isOpen = (state: StateName): boolean => !ENDED.has(state);

export function stateTone(state: StateName): Tone {
  switch (state) {
    case "registered":
      return "warn";
    case "screening":
    case "routed":
    case "accepted":
    case "handling":
    case "reply_approval":
    case "reviewing":
    case "rereviewing":
    case "rereviewed":
      return "active";
    case "objected":
    case "extended":
    case "review_requested":
    case "rereview_requested":
      return "warn";
    case "replied":
    case "reviewed":
    case "closed":
    case "terminated":
      return "done";
    case "diverted":
    case "not_accepted":
    case "no_longer_accepted":
    case "merged":
    case "withdrawn":
    case "archived":
      return "plain";
  }
}

export function lineTone(word: LineWord): Tone {
  switch (word) {
    case "good":
      return "done";
    case "fair":
      return "plain";
    case "poor":
      return "warn";
    case "broken":
      return "grave";
  }
}

export function stageTone(stage: Stage): Tone {
  switch (stage) {
    case "check_in":
    case "ready":
    case "countdown":
    case "in_session":
    case "minutes_review":
    case "signing":
      return "active";
    case "paused":
    case "suspended":
    case "postponed":
      return "warn";
    case "outcome_issued":
    case "closed":
      return "done";
    case "requested":
    case "scheduled":
      return "plain";
    case "cancelled":
    case "no_show":
    case "adjourned":
    case "in_person":
      return "grave";
  }
}
