// Facts of an event in words. Only facts people read are shown; ids and figures stay in the log.
import type { Words } from "@/i18n/words.zh";
import type { TimelineEvent } from "../rest";
import type { DeskText } from "../text/zh";
import type { RecordWords } from "../text/record.zh";

export interface Dictionaries {
  words: Words;
  record: RecordWords;
  t: DeskText;
  /** A day (YYYY-MM-DD) as people write it. */
  day: (iso: string) => string;
}

/** Events that say only that somebody looked. */
const OPENINGS: readonly string[] = ["paper.opened", "hearing.recording_played", "hearing.recording_taken"];

export const isOpening = (event: TimelineEvent) => OPENINGS.includes(event.kind);

export function detailWords(event: TimelineEvent, dictionaries: Dictionaries): string[] {
  return Object.entries(event.details)
    .map(([name, value]) => factWord(event, name, value, dictionaries))
    .concat(event.file_name ?? "")
    .filter((word) => word !== "");
}

function factWord(event: TimelineEvent, name: string, value: string, { words, record, t, day }: Dictionaries): string {
  const inWords = (dictionary: Readonly<Record<string, string>>) => dictionary[value] ?? value;
  switch (name) {
    case "how":
      return inWords({ ...record.routing, ...record.returnHow });
    case "way":
      return inWords({ ...t.demandWay, ...record.legalWay, ...record.deliveryWay });
    case "ground":
      return inWords({ ...record.nonAcceptance, ...record.reopenGround, ...record.undoGround });
    case "ended":
      return inWords(record.state);
    case "accepted":
      return inWords(record.acceptance);
    case "finding":
      return inWords(record.finding);
    case "retention":
      return inWords(record.retention);
    case "clock":
      return inWords(record.clock);
    case "fields":
      return value.split(",").map((field) => t.correct.field[field as keyof typeof t.correct.field] ?? field).join(words.list);
    case "party":
      return inWords(record.party);
    case "days":
      return t.petition.clockExtended(Number(value));
    case "received_on":
      return `${t.field.receivedOn} ${day(value)}`;
    case "earlier_number":
    case "elsewhere_number":
    case "again_number":
      return value;
    case "same_person": // of a merger: a yes or no that is counted, not read
      return value === "other_name" ? record.samePerson.other_name : "";
    case "received_before":
      return t.petition.receivedBefore(day(value));
    case "category":
      return inWords(record.category);
    case "content_class":
      return inWords(record.contentClass);
    case "channel":
      return inWords(record.channel);
    case "result":
      return inWords(record.result);
    case "to":
      return inWords(words.stage);
    case "phase":
      return inWords(words.phase);
    case "class":
      return inWords(words.dropped);
    case "kind":
      return event.kind === "document.issued" ? inWords(record.document) : inWords(words.hearingKind);
    case "number":
      return event.kind === "document.issued" ? value : "";
    case "continued":
      return t.schedule.goesOnWith(value);
    case "expected_until":
      return t.pause.until(day(value));
    case "redo_until":
      return t.petition.redoUntil(day(value));
    case "ordered_until":
    case "deadline":
      return `${t.petition.deadline} ${day(value)}`;
    case "level":
      return { ...t.demandKind, ...t.satisfaction, not_reached: t.supervision.notReached }[value] ?? value;
    case "target":
      return { ...t.evaluationTarget }[value] ?? "";
    case "adopted":
      return value === "yes" ? t.supervision.adoptedYes : t.supervision.adoptedNo;
    case "household":
      return t.petition.household(value);
    case "late":
      return t.petition.late;
    case "paper":
      return inWords(t.petition.papers);
    case "name":
    case "label":
    case "content":
      return value;
    default:
      return "";
  }
}
