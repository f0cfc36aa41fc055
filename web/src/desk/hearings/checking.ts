// What the server says of a hearing that is being planned: asked for when its form has rested.
import { onScopeDispose, ref, watch, type Ref } from "vue";
import { hearings } from "../api";
import { failed } from "../parts/say";
import type { HearingCheck } from "../rest";
import { hearingOf, type ScheduleForm } from "./schedule";

const RESTS_MS = 500;

export interface Checking {
  /** Of the form as it was when it was asked of last. */
  check: Ref<HearingCheck | null>;
  checking: Ref<boolean>;
  /** Asks now. */
  runCheck: () => Promise<void>;
}

/** `open`: the form is there, and not sent yet. `timed`: its times can be asked about. */
export function useCheck(
  form: ScheduleForm,
  petition: () => string,
  { open, timed }: { open: () => boolean; timed: () => boolean },
): Checking {
  const check = ref<HearingCheck | null>(null);
  const checking = ref(false);
  let resting: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function runCheck() {
    if (!timed()) return;
    asked += 1;
    const mine = asked;
    checking.value = true;
    try {
      const answer = await hearings.check(petition(), hearingOf(form));
      if (mine === asked) check.value = answer;
    } catch (problem) {
      if (mine === asked) failed(problem);
    } finally {
      if (mine === asked) checking.value = false;
    }
  }

  watch(
    () => JSON.stringify(form),
    () => {
      clearTimeout(resting);
      if (open()) resting = setTimeout(runCheck, RESTS_MS);
    },
  );
  onScopeDispose(() => clearTimeout(resting));
  return { check, checking, runCheck };
}
