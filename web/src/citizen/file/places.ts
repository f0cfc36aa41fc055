// Picking a place level by level from the tree of divisions. Pure.
import type { Division } from "../shape";

export interface Choice {
  readonly level: Division["level"];
  /** Code chosen at this level, or "". */
  readonly chosen: string;
  readonly options: readonly Division[];
}

/** The selects to show for a chosen code: each level with a choice to make, down to the children of it. */
export function choicesFor(divisions: readonly Division[], place: string): Choice[] {
  const path = pathTo(divisions, place);
  const choices: Choice[] = [];
  let parent: string | null = null;
  for (;;) {
    const options: Division[] = divisions.filter((division) => division.parent === parent);
    const first = options[0];
    if (first === undefined) return choices;
    // One province, one city: no question. Below, one known township is not the only one there is.
    const given = options.length === 1 && (first.level === "province" || first.level === "city");
    const chosen: string = options.find((option) => path.includes(option.code))?.code ?? (given ? first.code : "");
    if (!given) choices.push({ level: first.level, chosen, options });
    if (chosen === "") return choices;
    parent = chosen;
  }
}

/** Codes from the top down to `place`. */
function pathTo(divisions: readonly Division[], place: string): string[] {
  const path: string[] = [];
  let at = divisions.find((division) => division.code === place);
  while (at) {
    path.unshift(at.code);
    const parent: string | null | undefined = at.parent;
    at = divisions.find((division) => division.code === parent);
  }
  return path;
}

/** 甘肃省兰州市城关区 */
export function nameOf(divisions: readonly Division[], place: string): string {
  return pathTo(divisions, place).map((code) => divisions.find((division) => division.code === code)?.name ?? "").join("");
}

/** A place below the province: everything above is too vague to be handled. */
export function isExact(divisions: readonly Division[], place: string): boolean {
  const level = divisions.find((division) => division.code === place)?.level;
  return level !== undefined && level !== "province";
}

/** The township a place is or lies in, by the digits of its code. */
export function townshipOf(place: string): string | null {
  return place.length >= 9 ? place.slice(0, 9) : null;
}
