// Large type: 24 px and 60 px targets, kept for the next visit.
import { ref, watch } from "vue";

const KEPT_AS = "lj.big";

function chosenBefore(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) === "1";
  } catch {
    return false;
  }
}

export const big = ref(chosenBefore());

watch(big, (on) => {
  document.documentElement.classList.toggle("big", on);
  try {
    localStorage.setItem(KEPT_AS, on ? "1" : "0");
  } catch {
    // Not kept: asked for again next time.
  }
}, { immediate: true });
