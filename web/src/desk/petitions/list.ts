// Moving about the work list, and what it is narrowed by.
import type { PetitionFilter } from "../api";
import type { PetitionRow } from "../rest";

/** What to search for: nothing typed is everything, a single character (`null`) is too little to ask. */
export function searchTerm(typed: string): string | null {
  const term = typed.trim();
  const length = [...term].length;
  return length === 1 ? null : term;
}

/** How long typing rests before it is looked up, ms: numbers of people are counted, and half of one is one more. */
export const restBefore = (term: string) => (/^[\d\s+()-]{5,}[xX]?$/.test(term) ? 1200 : 300);

/** Letters that move like the arrows: hands stay where they are. */
const LIKE_ARROWS: Readonly<Record<string, string>> = { j: "ArrowDown", k: "ArrowUp" };

/** The row a key moves to; null where it is no key of ours or there is nowhere to go. */
export function moveSelection(ids: readonly string[], chosen: string | null, key: string): string | null {
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: ids.length - 1 }[
    LIKE_ARROWS[key] ?? key
  ];
  return to === undefined ? null : (ids[to] ?? null);
}

export function blankFilter(): PetitionFilter {
  return {
    state: "",
    place: "",
    category: "",
    content_class: "",
    channel: "",
    unit: "",
    desk: "",
    due: "",
    registered_from: "",
    registered_to: "",
    whose: "",
    urgent: "",
    search: "",
  };
}

/** The filter an address asks for; what it says beside that is none of ours. What is searched for is in none. */
export function filterOf(query: Readonly<Record<string, unknown>>): PetitionFilter {
  const filter = blankFilter();
  for (const name of Object.keys(filter) as (keyof PetitionFilter)[]) {
    const value = query[name];
    if (name !== "search" && typeof value === "string") filter[name] = value;
  }
  return filter;
}

/** The parts of an address that say a filter. Words that are searched for are often a name or a number of somebody's: they
 *  stand in no address, in no log of addresses, and in no saved filter. */
export function queryOf({ search: _, ...filter }: PetitionFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
}

export const isSame = (one: PetitionFilter, other: PetitionFilter) => one.search === other.search && textOf(one) === textOf(other);

/** As it is kept on the server. */
export function textOf(filter: PetitionFilter): string {
  return new URLSearchParams(queryOf(filter)).toString();
}

/** The list with these before all others, none of them twice. */
export function onTop(first: readonly PetitionRow[], rows: readonly PetitionRow[]): PetitionRow[] {
  const ids = new Set(first.map((row) => row.id));
  return [...first, ...rows.filter((row) => !ids.has(row.id))];
}

/** The ways to one's own work, each by what it sets in the filter. */
export const MINE = {
  all: { whose: "", due: "", urgent: "" },
  mine: { whose: "mine", due: "", urgent: "" },
  unit: { whose: "unit", due: "", urgent: "" },
  soon: { whose: "", due: "soon", urgent: "" },
  overdue: { whose: "", due: "overdue", urgent: "" },
  urgent: { whose: "", due: "", urgent: "true" },
} as const;
export type Mine = keyof typeof MINE;

/** Which of them the filter is; null: none. */
export function mineOf({ whose, due, urgent }: PetitionFilter): Mine | null {
  const ways = Object.entries(MINE) as [Mine, (typeof MINE)[Mine]][];
  return ways.find(([, way]) => way.whose === whose && way.due === due && way.urgent === urgent)?.[0] ?? null;
}
