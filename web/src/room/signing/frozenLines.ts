// The frozen text of minutes, line by line. Pure.

export interface FrozenLine {
  /** Of the line of the minutes; null for what stands around them. */
  readonly number: number | null;
  readonly text: string;
}

/** Cut before each numbered line (docs/signing.md: what people wrote is indented); joined, it is the text again. */
export function cutLines(text: string): FrozenLine[] {
  return text.split(/(?=^(?:\d+\. |更正意见：|（完）))/m).map((part) => {
    const number = /^(\d+)\. /.exec(part)?.[1];
    return { number: number === undefined ? null : Number(number), text: part };
  });
}
