// A step under way: asked for, sent, refused, or overtaken by somebody quicker. What was written stays until it is done.
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { Problem } from "@/api/http";
import { petitions } from "../api";
import { isStale, useAct } from "../parts/act";
import { dropDraft } from "../parts/draft";
import type { Load } from "../parts/load";
import { failed, failureText, told, warned } from "../parts/say";
import type { PetitionDetail, TimelineEvent, TimelineList } from "../rest";
import { t } from "../text";
import { reviewOutcome, transitionOf, type Step, type StepDialog, type StepForm } from "./actions";
import { isOpening } from "./timeline";

export interface Taking {
  asked: ShallowRef<StepDialog | null>;
  refusal: Ref<string>;
  /** What happened since the person began to write; null: nobody was quicker. */
  meanwhile: ShallowRef<TimelineEvent[] | null>;
  /** The step may still be taken. */
  possible: ComputedRef<boolean>;
  busy: Ref<boolean>;
  ask: (dialog: StepDialog) => void;
  take: (dialog: StepDialog, form: StepForm) => Promise<void>;
}

/** By which what is written for a step is kept. */
export const stepDraft = (petition: string, step: Step) => `petition.${petition}.${step}`;

/** The records know of a like matter, though the page may show none: only who says why goes on (art. 19, 36). */
const ASKS_WHY: readonly string[] = ["pending_before", "terminated_before"];

/** A request for review may be on record without having moved anything. */
function sayDone(step: Step, moved: PetitionDetail) {
  const outcome = step === "request_review" || step === "request_rereview" ? reviewOutcome(moved) : "asked";
  if (outcome === "late") warned(t.value.petition.reviewLate);
  else if (outcome === "beyond") warned(t.value.petition.reviewBeyond);
  else told(t.value.petition.done(t.value.action[step].name));
}

export function useTaking(
  load: Load<PetitionDetail>,
  events: Load<TimelineList>,
  taken: () => void,
  /** Done, and the petition is no longer ours to see. */
  gone: () => void,
): Taking {
  const asked = shallowRef<StepDialog | null>(null);
  const refusal = ref("");
  const meanwhile = shallowRef<TimelineEvent[] | null>(null);
  const { busy, act } = useAct(notTaken);
  const possible = computed(() => asked.value !== null && (load.data?.may ?? []).includes(asked.value.step));

  function ask(dialog: StepDialog) {
    [refusal.value, meanwhile.value] = ["", null];
    asked.value = dialog;
  }

  async function take(dialog: StepDialog, form: StepForm) {
    if (load.data === null) return;
    const { id, version } = load.data;
    refusal.value = "";
    await act(async () => {
      const moved = await petitions.transition(id, version, transitionOf(dialog, form));
      dropDraft(stepDraft(id, dialog.step));
      asked.value = null;
      if (!moved) {
        told(dialog.step === "unseal" ? t.value.petition.wallDown : t.value.petition.wallUp);
        gone();
        return;
      }
      load.data = moved;
      sayDone(dialog.step, moved);
      void events.reload();
      taken();
    });
  }

  async function notTaken(problem: unknown) {
    if (isStale(problem)) await overtaken();
    else if (problem instanceof Problem && problem.status === 422) {
      refusal.value = failureText(problem);
      if (ASKS_WHY.includes(problem.code)) askWhy();
    } else failed(problem);
  }

  function askWhy() {
    const dialog = asked.value;
    if (dialog === null || dialog.fields.includes("reason")) return;
    asked.value = { ...dialog, fields: [...dialog.fields, "reason"] };
  }

  /** The newest record comes in behind the dialog; the next try names its version. */
  async function overtaken() {
    const known = events.data?.rows[0];
    await Promise.all([load.reload(), events.reload()]);
    const rows = events.data?.rows ?? [];
    const place = rows.findIndex((event) => event.at === known?.at && event.number === known?.number);
    const news = rows.slice(0, place < 0 ? rows.length : place).filter((event) => !isOpening(event));
    meanwhile.value = [...(meanwhile.value ?? []), ...news.reverse()];
    taken();
  }

  return { asked, refusal, meanwhile, possible, busy, ask, take };
}
