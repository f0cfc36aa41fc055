// Too many wrong tries: how long is left until the next, counted down before the person's eyes.
import { onScopeDispose, ref, type Ref } from "vue";
import { Problem } from "@/api/http";

const UNTOLD_S = 60;

export interface Locked {
  /** Seconds left; 0: try. */
  lockedFor: Ref<number>;
  /** Whether this is what was said of the try; the seconds then run. */
  locked: (caught: unknown) => boolean;
}

/** `over` is told when one may try again. */
export function useLocked(over: () => void): Locked {
  const lockedFor = ref(0);
  let ticking: ReturnType<typeof setInterval> | undefined;

  function locked(caught: unknown): boolean {
    if (!(caught instanceof Problem) || caught.code !== "locked") return false;
    clearInterval(ticking);
    lockedFor.value = Math.ceil(caught.number("retry_after_s") ?? UNTOLD_S);
    ticking = setInterval(() => {
      lockedFor.value -= 1;
      if (lockedFor.value > 0) return;
      clearInterval(ticking);
      over();
    }, 1000);
    return true;
  }

  onScopeDispose(() => clearInterval(ticking));
  return { lockedFor, locked };
}
