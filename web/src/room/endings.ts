// How a hearing ended that has no outcome to look up: its room closes with one word for all.
import { dictionary } from "@/i18n";
import { text as zh, type Text } from "./endings.zh";

export type Ending = keyof Text;

export const endings = dictionary(zh, () => import("./endings.en").then((module) => module.text));

/** Null: it came to its end, or nobody knows. */
export function endingOf(stage: string | undefined): Ending | null {
  return stage !== undefined && stage in zh ? (stage as Ending) : null;
}
