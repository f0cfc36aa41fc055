// Facts of an event in words. Values that are words of ours are put into the language of the page.
import type { Words } from "@/i18n/words.zh";
import type { TimelineEvent } from "../rest";
import type { RecordWords } from "../text/record.zh";

/** Details nobody reads: ids and figures that serve the machine. */
const HIDDEN = /(^|_)(id|seat|entry|revision|hash|version|op)$/;

export function detailWords(event: TimelineEvent, words: Words, record: RecordWords): string[] {
  return Object.entries(event.details)
    .filter(([name]) => !HIDDEN.test(name))
    .map(([name, value]) => valueWord(name, value, words, record));
}

function valueWord(name: string, value: string, words: Words, record: RecordWords): string {
  const known: Record<string, Readonly<Record<string, string>>> = {
    how: record.routing,
    category: record.category,
    content_class: record.contentClass,
    channel: record.channel,
    result: record.result,
    stage: words.stage,
    from: words.stage,
    to: words.stage,
    phase: words.phase,
    kind: words.hearingKind,
    role: words.role,
    standard: record.standard,
  };
  return known[name]?.[value] ?? value;
}
