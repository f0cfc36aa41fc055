// Moving about the work list.

/** What to search for: nothing typed is everything, a single character (`null`) is too little to ask. */
export function searchTerm(typed: string): string | null {
  const term = typed.trim();
  const length = [...term].length;
  return length === 1 ? null : term;
}

/** The row a key moves to; null where it is no key of ours or there is nowhere to go. */
export function moveSelection(ids: readonly string[], chosen: string | null, key: string): string | null {
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: ids.length - 1 }[key];
  return to === undefined ? null : (ids[to] ?? null);
}
