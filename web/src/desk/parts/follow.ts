// Looks again from time to time, as long as somebody has the page before them.
import { onScopeDispose } from "vue";

/** One look at a time; the pause begins when the one before came back. A look that fails says so by itself. */
export function follow(look: () => Promise<unknown>, pauseMs: () => number): void {
  let over = false;
  let timer: ReturnType<typeof setTimeout>;
  const next = () => {
    if (!over) timer = setTimeout(again, pauseMs());
  };
  const again = () => void (document.visibilityState === "visible" ? look() : Promise.resolve()).then(next, next);
  next();
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
  });
}
