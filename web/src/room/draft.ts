// What is being written in the room: there again when the sheet is opened anew or the page reloaded, gone with the tab.
import { effectScope, reactive, watch } from "vue";
import { DRAFTS, ofTab, readKept, writeKept } from "@/state/kept";
import type { RoomView } from "@/state/room";

const drafts = new Map<string, object>();

/** Whose it is: who sits down at the same device for another seat finds nothing of it. */
type Seat = Pick<RoomView, "you"> & { readonly hearing: Pick<RoomView["hearing"], "id"> };

/** `kept` false: only as long as the page, for what is not to be found in a browser, or cannot be stored. */
export function draftOf<T extends object>(what: string, { hearing, you }: Seat, blank: T, kept = true): T {
  const key = `${DRAFTS}room.${what}.${hearing.id}.${you}`;
  const known = drafts.get(key);
  if (known) return known as T;
  const draft = reactive({ ...blank, ...(kept ? ((readKept(ofTab(), key) ?? {}) as object) : {}) }) as T;
  drafts.set(key, draft);
  if (kept) effectScope(true).run(() => watch(draft, () => writeKept(ofTab(), key, draft), { deep: true }));
  return draft;
}
