// A signature as an SVG path. Pure: points in, text out.

export interface Point {
  x: number;
  y: number;
}

/** The server takes 32 KiB; a long name takes a tenth. */
export const MAX_PATH = 32 * 1024;

const near = (a: Point, b: Point) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y) < 2;

/** One stroke more precise than two pixels is not seen; points nearer than that are left out. */
export function pathOf(strokes: readonly (readonly Point[])[]): string {
  let path = "";
  for (const stroke of strokes) {
    let last: Point | null = null;
    for (const point of stroke) {
      if (last !== null && near(last, point)) continue;
      path += `${last === null ? "M" : "L"}${Math.round(point.x)} ${Math.round(point.y)}`;
      last = point;
    }
    const only: Point | undefined = stroke[0];
    // A dot is a stroke, too.
    if (only !== undefined && last === only) path += `L${Math.round(only.x) + 1} ${Math.round(only.y)}`;
  }
  return path;
}
