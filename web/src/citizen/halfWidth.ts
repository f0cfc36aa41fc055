/** Digits and letters as they are sent: a Chinese keyboard may write them full width, １３８ for 138. */
export const halfWidth = (text: string): string => text.normalize("NFKC").trim();
