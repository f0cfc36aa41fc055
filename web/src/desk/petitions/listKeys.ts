// Keys that work wherever the hands are, but not while something is typed or asked.
import { onMounted, onScopeDispose } from "vue";

/** `rests`: a dialog has the keyboard. */
export function useListKeys(rests: () => boolean, deeds: Readonly<Record<string, () => unknown>>): void {
  function key(event: KeyboardEvent) {
    if (rests()) return;
    const busy =
      event.target instanceof HTMLElement &&
      event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]");
    if (busy || event.metaKey || event.ctrlKey || event.altKey) return;
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  onMounted(() => document.addEventListener("keydown", key));
  onScopeDispose(() => document.removeEventListener("keydown", key));
}
