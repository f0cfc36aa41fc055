// What somebody is writing, kept in this browser until the server has it. A storage that is off, full or foreign keeps
// nothing: the page itself still holds the words.

/** Everything kept for one tab's dialogs begins so. */
export const DRAFTS = "lj.draft.";

/** What was kept; null: nothing that can be read. */
export function readKept(storage: Pick<Storage, "getItem">, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Keeps a value, or nothing any more. */
export function writeKept(storage: Pick<Storage, "setItem" | "removeItem">, key: string, value: unknown): void {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // Kept by the page alone.
  }
}

/** Who signs out leaves nothing for the next at this computer. */
export function forgetDrafts(storage: Storage): void {
  try {
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
    for (const key of keys) if (key.startsWith(DRAFTS)) storage.removeItem(key);
  } catch {
    // Then nothing was kept either.
  }
}
