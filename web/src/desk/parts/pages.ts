// A list that comes page by page: the first as anything is loaded, the others when they are asked for.
import { computed, type ComputedRef, type Ref, ref, shallowRef, watch } from "vue";
import { last } from "./last";
import { type Load, useLoad } from "./load";
import { failed } from "./say";

export interface Page {
  rows: unknown[];
  /** Give it back as `after`; null at the end. */
  next: string | null;
}

export interface Pages<P extends Page = Page> {
  load: Load<P>;
  pages: ComputedRef<P[]>;
  rows: ComputedRef<P["rows"]>;
  next: ComputedRef<string | null>;
  moreBusy: Ref<boolean>;
  more: () => Promise<void>;
  /** Loads the first page alone: it was asked for something else. `load.reload` loads as many as are shown. */
  anew: () => Promise<void>;
}

export function usePages<P extends Page>(call: (after: string | null) => Promise<P>): Pages<P> {
  const further = shallowRef<P[]>([]);
  /** What was loaded together with a first page. */
  const following = new WeakMap<P, P[]>();
  const load = useLoad(async () => {
    const count = further.value.length;
    const first = await call(null);
    const others: P[] = [];
    for (let next: string | null = first.next; next !== null && others.length < count; next = last(others)?.next ?? null) {
      others.push(await call(next));
    }
    following.set(first, others);
    return first;
  });
  const moreBusy = ref(false);
  const pages = computed<P[]>(() => (load.data === null ? [] : [load.data, ...further.value]));
  const rows = computed(() => pages.value.flatMap((page) => page.rows) as P["rows"]);
  const next = computed(() => last(pages.value)?.next ?? null);

  // A list loaded again keeps its length: whoever works deep in it stays there.
  watch(() => load.data, (first) => (further.value = (first && following.get(first)) ?? []), { flush: "sync" });

  function anew() {
    further.value = [];
    return load.reload();
  }

  async function more() {
    const first = load.data;
    moreBusy.value = true;
    try {
      const page = await call(next.value);
      if (first === load.data) further.value = [...further.value, page];
    } catch (problem) {
      failed(problem);
    } finally {
      moreBusy.value = false;
    }
  }

  return { load, pages, rows, next, moreBusy, more, anew };
}
