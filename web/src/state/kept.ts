// What somebody is writing, kept in this browser until the server has it. A storage that is off, full or foreign keeps
// nothing: the page itself still holds the words.

/** Everything kept for one tab's dialogs begins so. */
export const DRAFTS = "lj.draft.";

type Reads = Pick<Storage, "getItem">;
type Writes = Pick<Storage, "setItem" | "removeItem">;

const NOWHERE: Reads & Writes = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

/** This browser's storage. Where it is off, naming it throws already. */
export function ofBrowser(): Reads & Writes {
  try {
    return localStorage;
  } catch {
    return NOWHERE;
  }
}

/** This tab's. */
export function ofTab(): Reads & Writes {
  try {
    return sessionStorage;
  } catch {
    return NOWHERE;
  }
}

/** What was kept; null: nothing that can be read. */
export function readKept(storage: Reads, key: string): unknown {
  try {
    return JSON.parse(readText(storage, key) || "null");
  } catch {
    return null;
  }
}

/** Keeps a value, or nothing any more. */
export function writeKept(storage: Writes, key: string, value: unknown): void {
  writeText(storage, key, value === null ? "" : JSON.stringify(value));
}

/** The same of words that are kept as they are. */
export function readText(storage: Reads, key: string): string {
  try {
    return storage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function writeText(storage: Writes, key: string, text: string): void {
  try {
    if (text === "") storage.removeItem(key);
    else storage.setItem(key, text);
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
