// Why a room said no, in words. Not among the words that every page loads: only who sits in a room asks it for anything.
import type { RefusalCode } from "@/wire";
import { dictionary } from "./lang";
import { refusals as zh } from "./refusals.zh";
import { words } from "./words";

export const refusals = dictionary(zh, () => import("./refusals.en").then((module) => module.refusals));

/** Of a code that this page does not know yet: what holds of every refusal. */
export function refusalText(code: RefusalCode): string {
  const sentences: Record<string, string> = refusals.value;
  return sentences[code] ?? words.value.problem.refused;
}
