// What an agency's clerks type over a version they have read, and why it was not taken.
import { ref, type Ref } from "vue";
import { Problem } from "@/api/http";
import { useAct, type Act } from "../parts/act";
import { failed } from "../parts/say";
import { t } from "../text";

/** `bounds`: what is said where it is too long; `reload` brings what somebody quicker left, and what was typed stays over it. */
export function useTypedOver(bounds: () => string, reload: () => Promise<unknown>): Act & { refusal: Ref<string | null> } {
  const refusal = ref<string | null>(null);
  const { busy, act } = useAct(async (problem) => {
    const status = problem instanceof Problem ? problem.status : 0;
    if (status === 422) refusal.value = bounds();
    else if (status === 412) {
      refusal.value = t.value.skeleton.outdated;
      await reload();
    } else failed(problem);
  });
  return { busy, refusal, act };
}
