import { fill } from "@/i18n";
import type { EntryView } from "@/wire";
import { signingText } from "./text";

/** What a line of the minutes says where there is room for one: of a struck one that it is, and why. */
export const lineWords = ({ text, struck }: Pick<EntryView, "text" | "struck">): string =>
  struck ? fill(signingText.value.struck, { why: struck }) : text;
