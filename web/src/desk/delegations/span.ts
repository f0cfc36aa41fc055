// Days as people choose them and the times the server keeps.
import { addDays } from "../words/clock";

/** Midnight in China at the beginning of a day. */
const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`);

/** From the beginning of one day to the end of another. */
export function span(from: string, to: string): { starts_at: number; ends_at: number } {
  return { starts_at: midnight(from), ends_at: midnight(addDays(to, 1)) };
}
