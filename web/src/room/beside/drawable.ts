// How large a canvas may be. A screenshot of a whole conversation is one page of 1080 × 20,000.

/** Of each side, in pixels, in every browser. */
const MOST_SIDE = 16_384;
/** Of all of it, in pixels: what Safari on a phone draws. More stays blank, or takes the tab with it. */
const MOST_AREA = 16 * 1024 * 1024;

/** The pixels to a point with which `width` × `height` points are drawn: as many as wanted, or as fit. */
export function drawable(width: number, height: number, ratio: number): number {
  return Math.min(ratio, MOST_SIDE / width, MOST_SIDE / height, Math.sqrt(MOST_AREA / (width * height)));
}
