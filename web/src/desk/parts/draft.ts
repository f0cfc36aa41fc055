// What is written in a dialog outlives it: a sign-in that ends, a page loaded anew, a step that somebody else was quicker
// with. It is kept in this tab and for this person, until the server has it or they give it up.
import { computed, watch, type ComputedRef } from "vue";
import { DRAFTS, readKept, writeKept } from "@/state/kept";
import { me } from "../shell/session";

export interface Draft {
  /** Something is not as the dialog opened with it. */
  touched: ComputedRef<boolean>;
  /** It was written before this dialog opened. */
  restored: boolean;
  /** The server has it, or it was given up. */
  drop: () => void;
}

const keyOf = (of: string) => `${DRAFTS}${me.value?.id ?? ""}.${of}`;

/** Fills `form` with what was written of `of` before, and keeps what is written from now on. */
export function useDraft(of: string, form: object): Draft {
  const key = keyOf(of);
  const blank = new Map(Object.entries(form).map(([field, value]) => [field, JSON.stringify(value)]));
  const kept = readKept(sessionStorage, key);
  if (kept !== null) Object.assign(form, kept);
  // Only what the person changed: the rest comes from the newest record when the dialog opens again.
  const changes = computed(() =>
    Object.entries(form).filter(([field, value]) => JSON.stringify(value) !== blank.get(field)),
  );
  const touched = computed(() => changes.value.length > 0);
  watch(changes, (now) => writeKept(sessionStorage, key, now.length > 0 ? Object.fromEntries(now) : null), {
    flush: "sync",
  });
  return { touched, restored: kept !== null, drop: () => writeKept(sessionStorage, key, null) };
}

/** For a page that sends what its dialog wrote. */
export function dropDraft(of: string): void {
  writeKept(sessionStorage, keyOf(of), null);
}
