// What a citizen asks for: why it failed stands on the page until it is asked for again.
import { shallowRef, type Ref, type ShallowRef } from "vue";
import { useBusy } from "@/ui/act";

export interface Act {
  busy: Ref<boolean>;
  error: ShallowRef<unknown>;
  /** Whether it was done. */
  act: (work: () => Promise<unknown>) => Promise<boolean>;
}

export function useAct(): Act {
  const error = shallowRef<unknown>(null);
  const { busy, act } = useBusy();
  const ask: Act["act"] = (work) => {
    error.value = null;
    return act(work, (problem) => (error.value = problem));
  };
  return { busy, error, act: ask };
}
