// Large type: 24 px, or 30, and 60 px targets; kept for the next visit.
import { computed, ref, watch } from "vue";

const KEPT_AS = "lj.big";

function chosenBefore(): number {
  try {
    return Number(localStorage.getItem(KEPT_AS)) % 3 || 0;
  } catch {
    return 0;
  }
}

/** 0: as usual; 1: large; 2: as large as it gets. */
export const size = ref(chosenBefore());
export const big = computed(() => size.value > 0);

watch(size, (chosen) => {
  document.documentElement.classList.toggle("big", chosen > 0);
  document.documentElement.classList.toggle("huge", chosen > 1);
  try {
    localStorage.setItem(KEPT_AS, String(chosen));
  } catch {
    // Not kept: asked for again next time.
  }
}, { immediate: true });
