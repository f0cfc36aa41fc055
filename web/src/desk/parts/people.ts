// Who works here: looked up a few at a time, for a province has thousands, and known by name from then on.
import { shallowReactive } from "vue";
import { lists, type StaffWanted } from "../api";
import type { StaffList, StaffRow } from "../rest";

/** Everybody a form was shown, by id. */
export const people = shallowReactive(new Map<string, StaffRow>());

export async function findPeople(wanted: StaffWanted): Promise<StaffList> {
  const page = await lists.staff(wanted);
  for (const one of page.rows) people.set(one.id, one);
  return page;
}

/** Looks up whoever of them is not known yet, such as those of a draft. */
export async function knowPeople(ids: readonly string[]): Promise<void> {
  const unknown = [...new Set(ids)].filter((id) => id !== "" && !people.has(id));
  if (unknown.length > 0) await findPeople({ ids: unknown.slice(0, 100).join(",") });
}
