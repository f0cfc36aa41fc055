// Something fetched, and whether it came.
import { onScopeDispose, shallowReactive } from "vue";
import { Problem } from "@/api/http";
import { signInAgain } from "../shell/session";

export interface Load<T> {
  data: T | null;
  problem: unknown;
  busy: boolean;
  reload: () => Promise<void>;
}

/** Runs `call` and keeps its answer. A newer run makes the older one's answer void. */
export function useLoad<T>(call: () => Promise<T>): Load<T> {
  let run = 0;
  const load: Load<T> = shallowReactive({ data: null, problem: null, busy: false, reload });

  async function reload() {
    run += 1;
    const mine = run;
    load.busy = true;
    try {
      const data = await call();
      if (mine === run) Object.assign(load, { data, problem: null });
    } catch (problem) {
      if (mine !== run) return;
      if (problem instanceof Problem && problem.status === 401) signInAgain();
      load.problem = problem;
    } finally {
      if (mine === run) load.busy = false;
    }
  }

  onScopeDispose(() => (run += 1));
  return load;
}
