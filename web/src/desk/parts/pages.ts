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
}

export function usePages<P extends Page>(call: (after: string | null) => Promise<P>): Pages<P> {
  const load = useLoad(() => call(null));
  const further = shallowRef<P[]>([]);
  const moreBusy = ref(false);
  const pages = computed<P[]>(() => (load.data === null ? [] : [load.data, ...further.value]));
  const rows = computed(() => pages.value.flatMap((page) => page.rows) as P["rows"]);
  const next = computed(() => last(pages.value)?.next ?? null);

  // A list that begins anew has no further pages yet.
  watch(() => load.data, () => (further.value = []), { flush: "sync" });

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

  return { load, pages, rows, next, moreBusy, more };
}
