// How exhibits are called: 证据三 in Chinese, Exhibit 3 in English.
import { fill, lang } from "@/i18n";
import { numberOf, numeral } from "@/state/exhibits";
import type { ExhibitView } from "@/wire";
import { besideText } from "./text";

export function numbered(number: number | null): string {
  if (number === null) return besideText.value.unnumbered;
  return fill(besideText.value.number, { n: lang.value === "zh" ? numeral(number) : number });
}

export function exhibitName(exhibit: ExhibitView): string {
  return `${numbered(numberOf(exhibit))}《${exhibit.title}》`;
}

export function exhibitUrl(hearing: string, exhibit: string): string {
  return `/api/hearings/${encodeURIComponent(hearing)}/exhibits/${encodeURIComponent(exhibit)}`;
}
