// A list that is looked through by words, page by page: looked up when the typing rests.
import { onScopeDispose, ref, type Ref, watch } from "vue";
import { type Page, type Pages, usePages } from "./pages";

const RESTS_MS = 300;

export function useFound<P extends Page>(
  call: (search: string, after: string | null) => Promise<P>,
): { find: Ref<string>; list: Pages<P> } {
  const find = ref("");
  const list = usePages((after) => call(find.value.trim(), after));
  let resting: ReturnType<typeof setTimeout> | undefined;
  watch(find, () => {
    clearTimeout(resting);
    resting = setTimeout(() => void list.anew(), RESTS_MS);
  });
  onScopeDispose(() => clearTimeout(resting));
  return { find, list };
}
