// Lines of minutes that are still to be written up (打点, F4).
import { words } from "@/i18n";
import type { EntryView } from "@/wire";
import { confirmed } from "../parts/say";
import { t } from "../text";

/** Stands in such a line, in any language: the server names these lines in the log when they are frozen. */
export const BLANK = "【待补】";

export function blankLines(minutes: readonly Pick<EntryView, "number" | "text" | "struck">[]): number[] {
  return minutes.filter((entry) => !entry.struck && entry.text.includes(BLANK)).map((entry) => entry.number);
}

/** Whether minutes may be frozen as they stand: asked where lines are still to be written up. */
export async function mayFreeze(minutes: readonly EntryView[]): Promise<boolean> {
  const blank = blankLines(minutes);
  return blank.length === 0 || (await confirmed(t.value.signing.blanks(blank.join(words.value.list))));
}
