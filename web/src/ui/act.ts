// Something a person asks for: its button is busy while it goes on, and free again whatever becomes of it.
import { ref, type Ref } from "vue";

export interface Busy {
  busy: Ref<boolean>;
  /** Whether it was done: neither failed, which `refused` is told, nor answered with `false`. */
  act: (work: () => Promise<unknown>, refused: (problem: unknown) => unknown) => Promise<boolean>;
}

export function useBusy(): Busy {
  const busy = ref(false);
  const act: Busy["act"] = async (work, refused) => {
    busy.value = true;
    try {
      return (await work()) !== false;
    } catch (problem) {
      await refused(problem);
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, act };
}
