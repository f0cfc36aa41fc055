// Finding a place by any part of its path: 甘肃省 兰州市 城关区 酒泉路街道.
import type { Division } from "../rest";

export interface Place {
  code: string;
  path: string;
}

/** Every division with the names of what it lies in, from the top. */
export function placesOf(divisions: readonly Division[]): Place[] {
  const byCode = new Map(divisions.map((division) => [division.code, division]));
  function path(division: Division): string {
    const above = division.parent === null ? undefined : byCode.get(division.parent);
    return above ? `${path(above)} ${division.name}` : division.name;
  }
  return divisions.map((division) => ({ code: division.code, path: path(division) }));
}

/** Most places a list shows at once: more is not read anyway. */
const SHOWN = 60;

/** Places whose path or code has every word typed; shorter codes (larger places) first. */
export function findPlaces(places: readonly Place[], typed: string): Place[] {
  const wanted = typed.trim().split(/\s+/).filter(Boolean);
  const hits = places.filter((place) =>
    wanted.every((word) => place.path.includes(word) || place.code.startsWith(word)),
  );
  return hits.sort((a, b) => a.code.length - b.code.length || a.code.localeCompare(b.code)).slice(0, SHOWN);
}
