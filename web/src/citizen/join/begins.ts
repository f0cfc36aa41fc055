import { clock, elapsed, fill, moment } from "@/i18n";

const HOUR_MS = 3_600_000;

/** When the hearing begins, to who waits for it: within the hour how long that is, else the day as well. */
export function begins(at: number, now: number, say: { readonly starts: string; readonly startsIn: string }): string {
  const left = at - now;
  if (left > HOUR_MS) return fill(say.starts, { time: moment(at) });
  return left > 0 ? fill(say.startsIn, { time: elapsed(left) }) : fill(say.starts, { time: clock(at) });
}
