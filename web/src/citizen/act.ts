// Something a person asks for: busy while it goes on; why it failed stands on the page until it is asked for again.
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

export interface Act {
  busy: Ref<boolean>;
  error: ShallowRef<unknown>;
  act: (work: () => Promise<void>) => Promise<void>;
}

export function useAct(): Act {
  const busy = ref(false);
  const error = shallowRef<unknown>(null);
  async function act(work: () => Promise<void>): Promise<void> {
    busy.value = true;
    error.value = null;
    try {
      await work();
    } catch (problem) {
      error.value = problem;
    } finally {
      busy.value = false;
    }
  }
  return { busy, error, act };
}
