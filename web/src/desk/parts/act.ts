// What is asked for at the desk, and said when it failed.
import { ref, type Ref } from "vue";
import { Problem } from "@/api/http";
import { useBusy } from "@/ui/act";
import { t } from "../text";
import { failed, failureText, told } from "./say";

export interface Act {
  busy: Ref<boolean>;
  /** Runs it, and says `said` when it was done; whether it was. */
  act: (work: () => Promise<unknown>, said?: string) => Promise<boolean>;
}

/** `refused` is told what went wrong: by itself it is said at the edge of the page. */
export function useAct(refused: (problem: unknown) => unknown = (problem) => failed(problem)): Act {
  const { busy, act } = useBusy();
  const say: Act["act"] = async (work, said) => {
    const done = await act(work, refused);
    if (done && said !== undefined) told(said);
    return done;
  };
  return { busy, act: say };
}

/** Somebody else was quicker: the version that was sent is not the newest. */
export const isStale = (problem: unknown): boolean => problem instanceof Problem && problem.code === "stale";

/**
 * The same where the sentence stands beside what was asked for, until it is asked for again. `reload` brings in what a
 * quicker person left: the next try names its version, and what was typed stays.
 */
export function useAsk(reload?: () => unknown): Act & { refusal: Ref<string> } {
  const refusal = ref("");
  const { busy, act } = useAct(async (problem) => {
    if (reload === undefined || !isStale(problem)) {
      refusal.value = failureText(problem);
      return;
    }
    refusal.value = t.value.petition.stale;
    await reload();
  });
  const ask: Act["act"] = (work, said) => {
    refusal.value = "";
    return act(work, said);
  };
  return { busy, refusal, act: ask };
}
