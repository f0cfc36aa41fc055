// A figure of the header. One for the whole desk; asked again every minute while the page is looked at.
import { onMounted, onScopeDispose } from "vue";

const EVERY_MS = 60_000;

/** Asks for as long as the caller is there. */
export function useFigure(ask: () => Promise<void>): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  async function look() {
    if (document.hidden) return;
    try {
      await ask();
    } catch {
      // Only a figure: the page behind it says what is wrong.
    }
  }
  const seen = () => void look();
  onMounted(() => {
    seen();
    timer = setInterval(seen, EVERY_MS);
    document.addEventListener("visibilitychange", seen);
  });
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
  });
}
