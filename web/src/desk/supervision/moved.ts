// What somebody else did meanwhile with what I was about to answer: my write named what I had read, and was refused.
import { computed, ref, type ComputedRef } from "vue";
import { Problem } from "@/api/http";
import { useAct, type Act } from "../parts/act";
import { failed } from "../parts/say";
import { t } from "../text";

/** The tag of what is shown, and how it is loaded anew; what is typed stays. `moved`: it is loaded, and differs from what I read. */
export function useMoved(tag: () => string, reload: () => unknown): Act & { moved: ComputedRef<boolean> } {
  const refused = ref<string | null>(null);
  const moved = computed(() => refused.value !== null && refused.value !== tag());
  const { busy, act } = useAct((problem) => {
    if (problem instanceof Problem && problem.status === 412) {
      refused.value = tag();
      failed(problem, { outdated: t.value.supervision.outdated });
    } else failed(problem);
    // A colleague was faster, or the answer to the last press was lost: what is shown is how it stands now.
    if (problem instanceof Problem && [409, 412, 422].includes(problem.status)) void reload();
  });
  return {
    busy,
    moved,
    act(work, said) {
      refused.value = null;
      return act(work, said);
    },
  };
}
