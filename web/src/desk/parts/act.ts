// Something a person asks for: busy while it goes on, said when it failed.
import { ref, type Ref } from "vue";
import { failed, failureText, told } from "./say";

export interface Act {
  busy: Ref<boolean>;
  /** Runs it; true when it went well. */
  act: (work: () => Promise<unknown>, said?: string) => Promise<boolean>;
}

/** `refused` is told what went wrong: by itself it is said at the edge of the page. */
export function useAct(refused: (problem: unknown) => unknown = (problem) => failed(problem)): Act {
  const busy = ref(false);
  async function act(work: () => Promise<unknown>, said?: string): Promise<boolean> {
    busy.value = true;
    try {
      await work();
      if (said !== undefined) told(said);
      return true;
    } catch (problem) {
      await refused(problem);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, act };
}

/** The same where the sentence stands beside what was asked for, until it is asked for again. */
export function useAsk(): Act & { refusal: Ref<string> } {
  const refusal = ref("");
  const { busy, act } = useAct((problem) => (refusal.value = failureText(problem)));
  function ask(work: () => Promise<unknown>, said?: string): Promise<boolean> {
    refusal.value = "";
    return act(work, said);
  }
  return { busy, refusal, act: ask };
}
