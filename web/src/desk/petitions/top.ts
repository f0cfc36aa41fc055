// What stands above the work list: what is urgent, whenever it is due, and how much waits.
import { type Ref, shallowRef, watch } from "vue";
import { petitions, type PetitionFilter } from "../api";
import type { PetitionCounts, PetitionRow } from "../rest";
import { isSame, textOf } from "./list";

export function useTop(filter: Readonly<Ref<PetitionFilter>>) {
  const rows = shallowRef<PetitionRow[]>([]);
  const counts = shallowRef<PetitionCounts | null>(null);

  // Rows of another question stand above no list.
  watch(
    () => textOf(filter.value) + "\n" + filter.value.search,
    () => (rows.value = []),
    { flush: "sync" },
  );

  async function load() {
    const asked = filter.value;
    try {
      const [top, now] = await Promise.all([petitions.list({ ...asked, urgent: "true" }, null), petitions.counts()]);
      if (isSame(asked, filter.value)) rows.value = top.rows;
      counts.value = now;
    } catch {
      // Figures and order beside the list, which itself says what is wrong.
    }
  }

  return { rows, counts, load };
}
