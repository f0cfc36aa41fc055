// The draft in the browser's storage.
import { isEmpty, pack, unpack, type Draft } from "./draft";

const KEPT_AS = "lj.petition";

export function keptDraft(): Draft | null {
  try {
    return unpack(localStorage.getItem(KEPT_AS));
  } catch {
    return null;
  }
}

export function keepDraft(draft: Draft): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, pack(draft));
  } catch {
    // Storage is off or full: the page itself still has it.
  }
}

export function forgetDraft(): void {
  try {
    localStorage.removeItem(KEPT_AS);
  } catch {
    // Nothing was kept then.
  }
}
