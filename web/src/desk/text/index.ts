import { dictionary } from "@/i18n";
import { record as recordZh } from "./record.zh";
import { zh } from "./zh";

/** What the desk says, in the language chosen. */
export const t = dictionary(zh, () => import("./en").then((module) => module.en));

/** Words of the record: states, categories, kinds of event. */
export const record = dictionary(recordZh, () => import("./record.en").then((module) => module.record));

/** The word for a value of an enum; a value this page does not know yet is shown as it came. */
export function wordFor(words: Readonly<Record<string, string>>, value: string): string {
  return words[value] ?? value;
}
