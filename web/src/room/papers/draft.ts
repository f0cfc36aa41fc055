// What is being written for a paper: there again when the sheet is opened anew or the page reloaded, gone with the tab.
import { effectScope, reactive, watch } from "vue";

const drafts = new Map<string, object>();

export function draftOf<T extends object>(what: string, hearing: string, blank: T): T {
  const key = `lj.papers.${what}.${hearing}`;
  const known = drafts.get(key);
  if (known) return known as T;
  const draft = reactive({ ...blank, ...stored(key) }) as T;
  drafts.set(key, draft);
  effectScope(true).run(() => watch(draft, () => store(key, draft), { deep: true }));
  return draft;
}

function stored(key: string): object {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}") as object;
  } catch {
    return {};
  }
}

function store(key: string, draft: object): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is off or full: the form itself still holds it.
  }
}
