// Phrases at hand while the clerk writes: which fit what was typed, and what the line is with one put in.

/** Those that have every word typed, in their own order. */
export function matching(phrases: readonly string[], asked: string): string[] {
  const words = asked.trim().split(/\s+/u).filter(Boolean);
  return phrases.filter((phrase) => words.every((word) => phrase.includes(word)));
}

export interface Inserted {
  text: string;
  /** What is marked then: the phrase's first blank to be filled in, or nothing behind the phrase. */
  from: number;
  to: number;
}

/** `phrase` instead of what is marked from `from` to `to`. */
export function inserted(text: string, from: number, to: number, phrase: string): Inserted {
  const blank = /\u3000+/u.exec(phrase);
  const begins = from + (blank?.index ?? phrase.length);
  return {
    text: text.slice(0, from) + phrase + text.slice(to),
    from: begins,
    to: begins + (blank?.[0].length ?? 0),
  };
}
