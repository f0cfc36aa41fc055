// Looks again from time to time, as long as somebody has the page before them; or behind another, where it calls them.
import { onScopeDispose } from "vue";

/** One look at a time; the pause begins when the one before came back. A look that fails says so by itself. `unseen`: also
 *  while the page is behind another. */
export function follow(look: () => Promise<unknown>, pauseMs: () => number, unseen = false): void {
  let over = false;
  let timer: ReturnType<typeof setTimeout>;
  const next = () => {
    if (!over) timer = setTimeout(again, pauseMs());
  };
  const isDue = () => unseen || document.visibilityState === "visible";
  const again = () => void (isDue() ? look() : Promise.resolve()).then(next, next);
  next();
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
  });
}
