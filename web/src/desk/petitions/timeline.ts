// Facts of an event in words. Only facts people read are shown; ids and figures stay in the log.
import type { Words } from "@/i18n/words.zh";
import type { TimelineEvent } from "../rest";
import type { DeskText } from "../text/zh";
import type { RecordWords } from "../text/record.zh";

export interface Dictionaries {
  words: Words;
  record: RecordWords;
  t: DeskText;
  /** How somebody signed. */
  marks: Table;
  /** A day (YYYY-MM-DD) as people write it. */
  day: (iso: string) => string;
}

type Table = Readonly<Record<string, string>>;

/** Events that say only that somebody looked. */
const OPENINGS: readonly string[] = ["paper.opened", "hearing.recording_played", "hearing.recording_taken"];

export const isOpening = (event: TimelineEvent) => OPENINGS.includes(event.kind);

export function detailWords(event: TimelineEvent, dictionaries: Dictionaries): string[] {
  return Object.entries(event.details)
    .map(([name, value]) => factWord(event, name, value, dictionaries))
    .concat(event.file_name ?? "")
    .filter((word) => word !== "");
}

/** Facts whose words depend on what happened: `to` is a stage in one event, and the id of an agency in another. A fact that
 *  is not listed for an event is not shown. */
function tablesOf(kind: string, { words, record, t, marks }: Dictionaries): Readonly<Record<string, Table>> {
  switch (kind) {
    case "petition.diverted":
      return { way: record.legalWay };
    case "petition.reply_drafted":
      return { result: record.result };
    case "petition.replied":
    case "petition.reviewed":
    case "petition.rereviewed":
    case "petition.terminated":
    case "hearing.conclusion_delivered":
      return { way: record.deliveryWay, result: record.result };
    case "supervision.ordered":
      return { way: t.demandWay };
    case "document.issued":
      return { kind: record.document };
    case "paper.opened":
      return { paper: t.petition.papers };
    case "hearing.requested":
    case "hearing.scheduled":
      return { kind: words.hearingKind };
    case "hearing.stage":
    case "hearing.phase":
    case "hearing.outcome_issued":
    case "hearing.archived":
      return { to: words.stage, class: words.dropped };
    case "hearing.seat_dropped":
    case "hearing.drop_explained":
    case "hearing.media_lost":
      return { class: words.dropped };
    case "hearing.identity_confirmed":
      return { way: t.checkIn.way };
    case "hearing.self_tested":
      return { result: t.checkIn.test };
    case "hearing.recording_keeping":
      return { class: t.recording.class };
    case "hearing.signed":
    case "hearing.agreement_signed":
      return { kind: marks };
    case "hearing.signing_code_sent":
      return { paper: record.document };
    default:
      return {};
  }
}

/** Of a fact that is one of a few: its words; null of any other. */
function tableOf(event: TimelineEvent, name: string, dictionaries: Dictionaries): Table | null {
  const { words, record, t } = dictionaries;
  switch (name) {
    case "to":
    case "kind":
    case "way":
    case "result":
    case "class":
    case "paper":
      return tablesOf(event.kind, dictionaries)[name] ?? {};
    case "how":
      return { ...record.routing, ...record.returnHow };
    case "ground":
      return { ...record.nonAcceptance, ...record.reopenGround, ...record.undoGround };
    case "ended":
      return record.state;
    case "accepted":
      return record.acceptance;
    case "shown_by":
      return record.withdrawal;
    case "finding":
      return record.finding;
    case "retention":
      return record.retention;
    case "clock":
      return record.clock;
    case "party":
      return record.party;
    case "category":
      return record.category;
    case "content_class":
      return record.contentClass;
    case "channel":
      return record.channel;
    case "phase":
      return words.phase;
    case "level":
      return { ...t.demandKind, ...t.satisfaction, not_reached: t.supervision.notReached };
    case "target":
      return t.evaluationTarget;
    default:
      return null;
  }
}

function factWord(event: TimelineEvent, name: string, value: string, dictionaries: Dictionaries): string {
  const { words, record, t, day } = dictionaries;
  const table = tableOf(event, name, dictionaries);
  // A word that this page does not know is no word for people.
  if (table !== null) return table[value] ?? "";
  switch (name) {
    case "fields": {
      const names: Table = t.correct.field;
      return value.split(",").map((field) => names[field] ?? "").filter(Boolean).join(words.list);
    }
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
    case "adopted":
      return value === "yes" ? t.supervision.adoptedYes : t.supervision.adoptedNo;
    case "basis":
      return t.common.labelled(t.field.basis, value);
    case "files":
      return event.kind === "hearing.recording_destroyed" ? "" : t.supervision.filesCount(Number(value));
    case "read_back":
      return value === "yes" ? t.petition.readBack : t.petition.notReadBack;
    case "household":
      return t.petition.household(value);
    case "late":
      return t.petition.late;
    default:
      return "";
  }
}
