// A signature as an SVG path. Pure: points in, text out.

export interface Point {
  x: number;
  y: number;
}

export type Strokes = readonly (readonly Point[])[];

/** The server takes 32 KiB; a long name takes a tenth. */
export const MAX_PATH = 32 * 1024;

const near = (a: Point, b: Point) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y) < 2;

/** One stroke more precise than two pixels is not seen; points nearer than that are left out. */
export function pathOf(strokes: Strokes): string {
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

/** As small as it must be to stand in a box of this width; what stands in it already is left as it is. */
export function fitted(strokes: Strokes, width: number): Strokes {
  const right = Math.max(0, ...strokes.flatMap((stroke) => stroke.map((point) => point.x)));
  if (right <= width) return strokes;
  const shrunk = (point: Point) => ({ x: (point.x * width) / right, y: (point.y * width) / right });
  return strokes.map((stroke) => stroke.map(shrunk));
}
