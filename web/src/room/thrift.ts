// What this page sends when its own line is narrow: first the sound in fewer and larger packets, then no picture.
// Pure: readings in, what to do out.

/** A line of less than this, in bit/s, gets its sound thriftily, until it bears so much more. */
const NARROW = 140_000;
const NO_LONGER_NARROW = 250_000;
/** Of less than this it bears sound and no picture. */
const SOUND_ONLY = 62_000;
/** Of what a narrow line bears a picture gets so much, after the sound and what is told of what came. */
const SHARE = 0.8;
const BEFORE_PICTURES = 40_000;
/** The least that shows anything, and how finely it is set: every change costs the encoder a start. */
const LEAST = 30_000;
const STEP = 10_000;
/** Readings in a row, two seconds apart, before anything is changed: down soon, up late. */
const DOWN_AFTER = 2;
const UP_AFTER = 5;
/** A line that bears less than one part in so many of what it bore two seconds ago has collapsed: no second reading is
 * waited for, since all that is sent meanwhile stands in its queue before the next word. */
const COLLAPSE = 4;
/** Seconds without a picture until it is tried again, doubling as long as that goes wrong. */
const HOLD = 20;
const LONGEST_HOLD = 160;
/** A picture that had to be held again within this many seconds was tried too soon. */
const TOO_SOON = 30;

export interface Thrift {
  /** Sound goes out once and in packets of 60 ms. */
  readonly sound: boolean;
  /** What the camera may take, in bit/s: as much as it likes, or nothing. */
  readonly picture: number;
}

export class Thriftiness {
  private narrow = 0;
  private wide = 0;
  private starved = 0;
  private before = 0;
  private hold = HOLD;
  private changed: number;
  private is: Thrift = { sound: false, picture: Infinity };

  /** What the line bore a moment ago, if that is known: a page that comes back does not begin by drowning it. */
  constructor(before: number | null = null, at = 0) {
    this.changed = at - LONGEST_HOLD;
    for (let n = 0; n < 2 * DOWN_AFTER; n++) this.next(at, before);
  }

  /** `available`: what the browser believes its line bears, bit/s; `at` in seconds. */
  next(at: number, available: number | null): Thrift {
    if (available === null) return this.is;
    const collapsed = available * COLLAPSE < this.before;
    const told = collapsed ? DOWN_AFTER : 1;
    this.before = available;
    this.narrow = available < NARROW ? this.narrow + told : 0;
    this.wide = available > NO_LONGER_NARROW ? this.wide + 1 : 0;
    this.starved = available < SOUND_ONLY ? this.starved + told : 0;
    const sound = this.is.sound ? this.wide < UP_AFTER : this.narrow >= DOWN_AFTER;
    this.is = { sound, picture: sound ? this.picture(at, available, collapsed) : Infinity };
    return this.is;
  }

  private picture(at: number, available: number, collapsed: boolean): number {
    const since = at - this.changed;
    const some = Math.max(LEAST, Math.floor((available * SHARE - BEFORE_PICTURES) / STEP) * STEP);
    if (this.is.picture === 0) {
      // Sound alone never shows whether the line would bear more: only trying does.
      if (since < this.hold) return 0;
      this.changed = at;
      return some;
    }
    // What was measured before sound became thrifty says nothing of what is left now, but of a collapse.
    const settled = this.is.sound && since >= DOWN_AFTER * 2;
    if (this.starved < DOWN_AFTER || !(settled || collapsed)) return some;
    this.hold = since < TOO_SOON ? Math.min(2 * this.hold, LONGEST_HOLD) : HOLD;
    this.changed = at;
    return 0;
  }
}

/**
 * An answer by which sound is sent thriftily: no packet twice (RFC 2198), 60 ms in each, 20 kbit/s (RFC 7587). Only
 * this end reads it: the server takes whatever comes of what was agreed.
 */
export function thrifty(answer: string, mid: string): string {
  const sections = answer.split(/(?=^m=)/m);
  return sections.map((section) => (midOf(section) === mid ? thriftySound(section) : section)).join("");
}

function thriftySound(section: string): string {
  const opus = /^a=rtpmap:(\d+) opus\//im.exec(section)?.[1];
  if (opus === undefined) return section;
  const parameters = new RegExp(`^a=fmtp:${opus} [^\\r\\n]*`, "m");
  return `${first(section, opus).replace(parameters, "$&;maxaveragebitrate=20000")}a=ptime:60\r\n`;
}

/** What is named first is what is sent. */
function first(section: string, payload: string): string {
  return section.replace(/^(m=\S+ \S+ \S+)([ \d]*)/, (_all, media: string, payloads: string) =>
    [media, payload, ...payloads.trim().split(" ").filter((other) => other !== payload)].join(" "));
}

function midOf(section: string): string | undefined {
  return /^a=mid:(\S+)/m.exec(section)?.[1];
}
