// Large type, kept on this computer.
import { ref } from "vue";

const KEPT_AS = "lj.big";

export const bigType = ref(read());
document.documentElement.classList.toggle("big", bigType.value);

export function toggleBigType(): void {
  bigType.value = !bigType.value;
  document.documentElement.classList.toggle("big", bigType.value);
  try {
    localStorage.setItem(KEPT_AS, bigType.value ? "1" : "0");
  } catch {
    // Storage is off: asked for again next time.
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) === "1";
  } catch {
    return false;
  }
}
