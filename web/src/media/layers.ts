// What is sent of a camera, a microphone, a screen: pure. A camera goes out in up to three sizes, so that the
// relay can give each receiver what its tile shows and its line carries.
import type { SourceKind } from "@/wire";

/** What somebody receives of a source; until the server says otherwise, everything. */
export interface Wanted {
  readonly anybody: boolean;
  /** By rid, lowest first; none named: all there are. */
  readonly layers: readonly string[];
}
export const ALL_WANTED: Wanted = { anybody: true, layers: [] };
export const NOTHING_WANTED: Wanted = { anybody: false, layers: [] };

/** What a machine is asked to capture and encode. */
export type Camera = "phone" | "room";
export const CAPTURE: Record<Camera, { width: number; height: number; rate: number }> = {
  phone: { width: 640, height: 360, rate: 15 },
  room: { width: 1280, height: 720, rate: 20 },
};

interface Layer {
  readonly rid: string;
  /** Longer side in pixels: phones are also held upright. */
  readonly side: number;
  /** The shortest capture that is worth this layer. */
  readonly from: number;
  readonly bitrate: number;
}

/** Low to high: Chromium gives up layers from the end when processor or line are too weak. */
const LAYERS: readonly Layer[] = [
  { rid: "q", side: 320, from: 0, bitrate: 160_000 },
  { rid: "h", side: 640, from: 480, bitrate: 450_000 },
  { rid: "f", side: 1280, from: 960, bitrate: 1_700_000 },
];
/** Of a camera that cannot be sent in layers: all receivers must be able to carry it. */
const ALONE = { side: 640, bitrate: 500_000 };

const MICROPHONE_BITRATE = 32_000;
/** Letters must be sharp, movement may stutter. */
const SCREEN = { bitrate: 2_000_000, rate: 10 };

/** Every second picture, and every second of those, can be left out on the way (VP8 temporal layers). */
const TEMPORAL = "L1T3";

/** In TypeScript's DOM types these are missing or younger than our browsers. */
export type Encoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/** Layers worth sending of a capture with this longer side. */
function worth(side: number): readonly Layer[] {
  return LAYERS.filter((layer) => side >= layer.from);
}

/**
 * Encodings to offer a source with, best first: what a browser throws at, the next one is tried.
 * Their number is settled for as long as the connection lives. `side`: longer side of what the camera gives.
 */
export function offered(kind: SourceKind, side: number, rate: number): (Encoding[] | undefined)[] {
  const layers = kind === "camera" ? worth(side) : [];
  if (layers.length === 0) return [undefined];
  const plain: Encoding[] = layers.length === 1 ? [{}] : layers.map(({ rid }) => ({ rid }));
  tune(plain, { kind, side, rate, wanted: ALL_WANTED });
  return [plain.map((encoding) => ({ ...encoding, scalabilityMode: TEMPORAL })), plain, undefined];
}

export interface Wish {
  readonly kind: SourceKind;
  /** Longer side of the capture in pixels; of no matter for sound. */
  readonly side: number;
  /** Pictures a second. */
  readonly rate: number;
  readonly wanted: Wanted;
  /** The most of any layer, in bit/s. */
  readonly limit?: number;
}

/** Writes the wish into the encodings a sender has; says whether anything changed. */
export function tune(encodings: Encoding[], wish: Wish): boolean {
  const before = JSON.stringify(encodings);
  switch (wish.kind) {
    case "microphone":
      for (const encoding of encodings) {
        Object.assign(encoding, { maxBitrate: MICROPHONE_BITRATE, priority: "high", networkPriority: "high" });
      }
      break;
    case "screen":
      for (const encoding of encodings) {
        Object.assign(encoding, { active: wish.wanted.anybody, maxBitrate: SCREEN.bitrate, maxFramerate: SCREEN.rate });
      }
      break;
    case "camera": tuneCamera(encodings, wish);
  }
  return JSON.stringify(encodings) !== before;
}

function tuneCamera(encodings: Encoding[], { side, rate, wanted, limit = Infinity }: Wish): void {
  const simulcast = encodings.length > 1;
  const useful = worth(side).filter(({ rid }) => encodings.some((encoding) => encoding.rid === rid));
  // A line that does not bear a layer whole bears none above the lowest.
  const borne = useful.filter(({ bitrate }, at) => at === 0 || bitrate <= limit);
  const flowing = simulcast ? active(borne, wanted) : [];
  for (const encoding of encodings) {
    const layer = LAYERS.find(({ rid }) => rid === encoding.rid);
    const size = simulcast && layer ? layer : ALONE;
    encoding.active = simulcast ? flowing.includes(encoding.rid ?? "") : wanted.anybody;
    encoding.maxBitrate = Math.min(size.bitrate, limit || Infinity); // nothing is by `active`
    encoding.maxFramerate = rate;
    encoding.scaleResolutionDownBy = Math.max(1, side / size.side);
  }
}

/** Who wants more than this camera gives shall have the best of it. */
function active(useful: readonly Layer[], { anybody, layers }: Wanted): string[] {
  const rids = useful.map(({ rid }) => rid);
  if (!anybody) return [];
  if (layers.length === 0) return rids;
  const flowing = rids.filter((rid) => layers.includes(rid));
  const best = rids[rids.length - 1];
  if (best !== undefined && layers.some((rid) => !rids.includes(rid))) return [...new Set([...flowing, best])];
  return flowing;
}
