// How long a text is, as the server counts it: in characters, without the space around them. The `length` of a string
// counts a rare character of a name twice.

export function within(text: string, least: number, most = Infinity): boolean {
  const { length } = [...text.trim()];
  return length >= least && length <= most;
}

/** Reasons are put on record: 5 to 500 characters. */
export const isReason = (text: string): boolean => within(text, 5, 500);
