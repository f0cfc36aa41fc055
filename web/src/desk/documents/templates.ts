// An agency's templates while they are being written, over what is saved meanwhile. Pure.
import type { NewTemplates } from "../rest";

export const blankTemplates = (): NewTemplates => ({ version: 0, heading: "", prefix: "", kinds: [] });

const kept = (typed: string, read: string, now: string) => (typed === read ? now : typed);

/** What was typed over `read` stays as it is; all the rest is as it is `now`. */
export function rebased(typed: NewTemplates, read: NewTemplates, now: NewTemplates): NewTemplates {
  const kinds = now.kinds.map((one) => {
    const [mine, was] = [typed, read].map((all) => all.kinds.find(({ kind }) => kind === one.kind) ?? one) as [typeof one, typeof one];
    return { ...one, pattern: kept(mine.pattern, was.pattern, one.pattern), closing: kept(mine.closing, was.closing, one.closing) };
  });
  const { version } = now;
  return { version, heading: kept(typed.heading, read.heading, now.heading), prefix: kept(typed.prefix, read.prefix, now.prefix), kinds };
}

/** The same in an object of its own, with nothing beside what is written. */
export const copied = (templates: NewTemplates): NewTemplates => rebased(blankTemplates(), blankTemplates(), templates);

export const isSame = (one: NewTemplates, other: NewTemplates) => JSON.stringify(copied(one)) === JSON.stringify(copied(other));
