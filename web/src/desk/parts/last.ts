/** The last of a list; `at(-1)` is younger than the browsers of many offices. */
export function last<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}
