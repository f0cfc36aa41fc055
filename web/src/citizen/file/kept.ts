// The draft in the browser's storage, the key it is filed under, and the slip until somebody has read it.
import type { Filed } from "@/api/filing";
import { newId } from "@/state/newId";
import { isEmpty, pack, unpack, type Draft } from "./draft";

const KEPT_AS = "lj.petition";
const FILING = "lj.petition.filing";
const SLIP = "lj.petition.slip";

/** Nothing where storage is off, full or holds what cannot be read: the page itself still has it. */
function quietly<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}

export const keptDraft = (): Draft | null => quietly(() => unpack(localStorage.getItem(KEPT_AS)));

export function keepDraft(draft: Draft): void {
  if (isEmpty(draft)) forgetDraft();
  else quietly(() => localStorage.setItem(KEPT_AS, pack(draft)));
}

export function forgetDraft(): void {
  quietly(() => localStorage.removeItem(KEPT_AS));
  forgetKey();
}

/** What is written goes by another key from now on: under this one something else was filed. */
export function forgetKey(): void {
  quietly(() => localStorage.removeItem(FILING));
}

/** The same until the draft is filed or given up; kept before anything leaves, for the page may be loaded anew before the answer is there. */
export function keyOfDraft(): string {
  const key = quietly(() => localStorage.getItem(FILING)) ?? newId();
  quietly(() => localStorage.setItem(FILING, key));
  return key;
}

/** Of this tab, until somebody goes on from it: a page that is loaded anew shows it again. */
export const keptSlip = (): Filed | null => quietly(() => JSON.parse(sessionStorage.getItem(SLIP) ?? "null") as Filed | null);

export function keepSlip(slip: Filed): void {
  quietly(() => sessionStorage.setItem(SLIP, JSON.stringify(slip)));
}

export function forgetSlip(): void {
  quietly(() => sessionStorage.removeItem(SLIP));
}
