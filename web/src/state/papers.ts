// What is put to people in a hearing beside its minutes. Pure.
import type { PapersView } from "@/wire";

/** The new state; an agreement's text that was left out is the one that was known. */
export function withPapers(before: PapersView | undefined, now: PapersView): PapersView {
  if (now.agreement === null) return now;
  return { ...now, agreement: { ...before?.agreement, ...now.agreement } };
}
