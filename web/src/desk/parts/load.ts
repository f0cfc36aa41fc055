// Something fetched, and how long the person has been waiting for it.
import { onScopeDispose, shallowReactive } from "vue";
import { Problem } from "@/api/http";
import { signInAgain } from "../shell/session";

export interface Load<T> {
  data: T | null;
  problem: unknown;
  busy: boolean;
  /** Seconds waited so far, counted in steps that matter: 0 (under 300 ms), 0.3, 2, 10, 11 … */
  waited: number;
  reload: () => Promise<void>;
}

/** Runs `call` and keeps its answer. A newer run makes the older one's answer void. */
export function useLoad<T>(call: () => Promise<T>): Load<T> {
  let run = 0;
  let timers: ReturnType<typeof setTimeout>[] = [];
  const load: Load<T> = shallowReactive({ data: null, problem: null, busy: false, waited: 0, reload });

  function stopClock() {
    timers.forEach(clearTimeout);
    timers = [];
    load.waited = 0;
  }

  function startClock() {
    stopClock();
    const steps = [0.3, 2, 10, 15, 20];
    timers = steps.map((step) => setTimeout(() => (load.waited = step), step * 1000));
  }

  async function reload() {
    run += 1;
    const mine = run;
    load.busy = true;
    startClock();
    try {
      const data = await call();
      if (mine === run) Object.assign(load, { data, problem: null });
    } catch (problem) {
      if (mine !== run) return;
      if (problem instanceof Problem && problem.status === 401) signInAgain();
      load.problem = problem;
    } finally {
      if (mine === run) {
        stopClock();
        load.busy = false;
      }
    }
  }

  onScopeDispose(() => {
    run += 1;
    stopClock();
  });
  return load;
}
