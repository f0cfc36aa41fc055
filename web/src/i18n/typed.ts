// What people typed, as the server reads it. Pure.

/** In characters, without the space around them; the `length` of a string counts a rare character of a name twice. */
export function within(text: string, least: number, most = Infinity): boolean {
  const { length } = [...text.trim()];
  return length >= least && length <= most;
}

/** Reasons are put on record: 5 to 500 characters. */
export const isReason = (text: string): boolean => within(text, 5, 500);

/** Digits and letters, which a Chinese keyboard may write full width: １３８ for 138. */
export const halfWidth = (text: string): string => text.normalize("NFKC").trim();
