// What is asked for at the desk, and said when it failed.
import { ref, type Ref } from "vue";
import { useBusy } from "@/ui/act";
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

/** The same where the sentence stands beside what was asked for, until it is asked for again. */
export function useAsk(): Act & { refusal: Ref<string> } {
  const refusal = ref("");
  const { busy, act } = useAct((problem) => (refusal.value = failureText(problem)));
  const ask: Act["act"] = (work, said) => {
    refusal.value = "";
    return act(work, said);
  };
  return { busy, refusal, act: ask };
}
