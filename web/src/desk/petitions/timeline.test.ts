import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { words } from "@/i18n/words.zh";
import { text as signing } from "@/room/signing/text.zh";
import type { TimelineEvent } from "../rest";
import { record } from "../text/record.zh";
import { zh } from "../text/zh";
import { detailWords, isOpening } from "./timeline";

function wordsOf(kind: string, details: Record<string, string>, file_name: string | null = null): string[] {
  const event = { kind, details, file_name } as TimelineEvent;
  return detailWords(event, { words, record, t: zh, marks: signing.mark, day: (iso) => iso });
}

const ID = "0199a8c2-3f4e-7b1d-9c55-0f6d2e8a1b77";

/** As the server writes them (src/domain, src/rooms). */
const facts: [string, Record<string, string>, string[]][] = [
  ["petition.routed", { how: "assignment", unit: ID, from: ID, ordered_until: "2026-12-20" }, ["交办", "期限 2026-12-20"]],
  ["petition.diverted", { way: "litigation", organ: ID }, [record.legalWay.litigation]],
  ["petition.reply_drafted", { result: "support", basis: "《民法典》" }, ["予以支持", "依据：《民法典》"]],
  ["petition.replied", { way: "post", unit: ID, result: "reject" }, ["邮寄送达", "不予支持"]],
  ["petition.terminated", { organ: ID, way: "in_person", received_on: "2026-11-06" }, ["当面送达", "信访人收到日期 2026-11-06"]],
  ["petition.receipt_recorded", { received_before: "2026-09-06", received_on: "2026-11-06" }, ["原登记 2026-09-06", "信访人收到日期 2026-11-06"]],
  ["petition.no_longer_accepted", { earlier: ID, earlier_number: "XF1", same_person: "other_name" }, ["XF1", record.samePerson.other_name]],
  ["petition.merged", { lead: ID, same_person: "true" }, []],
  ["petition.registered", { channel: "visit", read_back: "no" }, [record.channel.visit, zh.petition.notReadBack]],
  ["petition.withdrawn", { shown_by: "signed", proof: ID, unit: ID }, ["书面撤回"]],
  ["petition.handling", { handler: ID, calendar: "2026.1" }, []],
  ["petition.corrected", { fields: "title,wholly_new" }, [zh.correct.field.title]],
  ["action_item.reported", { item: ID, agency: ID, files: "2", files_sha256: "ab cd", late: "yes" }, ["佐证材料 2 份", "逾期办理"]],
  ["paper.opened", { paper: "attachment", id: ID }, ["材料"]],
  ["document.issued", { document: ID, kind: "transfer", number: "兰信转〔2026〕3号", sha256: "ab" }, ["转送函", "兰信转〔2026〕3号"]],
  ["supervision.ordered", { demand: ID, level: "urge", way: "phone", demander: ID, addressee: ID }, ["催办", "电话"]],
  ["evaluation.given", { target: "unit", level: "dissatisfied", unit: ID }, ["责任单位", "不满意"]],
  ["hearing.requested", { request: ID, applicant: "petitioner", organ: ID, kind: "mediation" }, [words.hearingKind.mediation]],
  ["hearing.redirected", { request: ID, organ: ID, to: ID }, []],
  ["hearing.scheduled", { number: "TJ1", kind: "formal_hearing", host: ID, seats: "5" }, [words.hearingKind.formal_hearing]],
  ["hearing.stage", { step: "start", from: "ready", to: "in_session", phase_before: "opening", phase: "statement" }, ["进行中", "陈述"]],
  ["hearing.stage", { step: "suspend_for_absence", from: "in_session", to: "suspended", class: "network" }, [words.stage.suspended, "网络中断"]],
  ["hearing.seat_moved", { seat: ID, to: ID }, []],
  ["hearing.seat_dropped", { class: "power", seat: ID }, ["电量耗尽"]],
  ["hearing.identity_confirmed", { way: "paper", seat: ID }, ["当面查验证件"]],
  ["hearing.identity_confirmed", { way: "known", seat: ID }, ["本人熟识"]],
  ["hearing.self_tested", { result: "poor", seat: ID }, ["尚可"]],
  ["hearing.recording_keeping", { class: "ordinary", sealed: "no" }, ["一般"]],
  ["hearing.signed", { seat: ID, kind: "drawn", version: "2", minutes_sha256: "ab" }, ["已手写签名"]],
  ["hearing.agreement_signed", { seat: ID, kind: "paper_scan", version: "1" }, ["已在纸上签名"]],
  ["hearing.signing_refused", { seat: ID, kind: "refused", version: "1" }, []],
  ["hearing.signing_code_sent", { seat: ID, paper: "minutes", version: "1", code: ID }, ["接访笔录"]],
  ["hearing.conclusion_delivered", { day: "2026-11-06", way: "substituted", slip: ID }, ["留置或公告送达"]],
];
it.each(facts)("says of %s %j what people read: %j", (kind, details, said) => expect(wordsOf(kind, details)).toEqual(said));

it("says which paper was opened, by the name its reader may know", () =>
  expect(wordsOf("paper.opened", { paper: "attachment", id: ID }, "合同.pdf")).toEqual(["材料", "合同.pdf"]));

it("tells who looked apart from what happened", () => {
  const kinds = ["petition.routed", "paper.opened", "hearing.recording_played", "petition.attachment_added"];
  expect(kinds.filter((kind) => isOpening({ kind } as TimelineEvent))).toEqual(["paper.opened", "hearing.recording_played"]);
});

describe("whatever the event", () => {
  const source = readFileSync(resolve("../src/domain/event/kind.rs"), "utf8");
  const kinds = [...source.matchAll(/= "([a-z_]+\.[a-z_]+)"/g)].map((found) => found[1] ?? "");
  const coded = ["to", "kind", "way", "result", "class", "paper", "how", "ground", "level", "target", "finding", "party", "phase", "channel", "unit", "seat"];

  it("shows no id and no word of the code", () => {
    expect(kinds.length).toBeGreaterThan(100);
    for (const kind of kinds) {
      for (const value of [ID, "of_tomorrow"]) {
        const details = Object.fromEntries(coded.map((name) => [name, value]));
        expect(wordsOf(kind, details), kind).toEqual([]);
      }
    }
  });
});
