// Something a person asks for: busy while it goes on, said when it failed.
import { ref, type Ref } from "vue";
import { failed, told } from "./say";

export interface Act {
  busy: Ref<boolean>;
  /** Runs it; true when it went well. */
  act: (work: () => Promise<unknown>, said?: string) => Promise<boolean>;
}

export function useAct(): Act {
  const busy = ref(false);
  async function act(work: () => Promise<unknown>, said?: string): Promise<boolean> {
    busy.value = true;
    try {
      await work();
      if (said !== undefined) told(said);
      return true;
    } catch (problem) {
      failed(problem);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, act };
}
