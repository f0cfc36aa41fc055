import { expect, it } from "vitest";
import { words } from "@/i18n/words.zh";
import type { TimelineEvent } from "../rest";
import { record } from "../text/record.zh";
import { zh } from "../text/zh";
import { detailWords, isOpening } from "./timeline";

function check(details: Record<string, string>, expected: string[], file_name: string | null = null) {
  const event = { details, file_name } as TimelineEvent;
  expect(detailWords(event, { words, record, t: zh, day: (iso) => iso })).toEqual(expected);
}

it("says how a petition went to a unit and until when", () => {
  check({ how: "assignment", unit: "0199-…", ordered_until: "2026-12-20" }, ["交办", "期限 2026-12-20"]);
});
it("says which stage and phase a hearing came to, not where it was", () => {
  check({ step: "start", from: "ready", to: "in_session", phase_before: "opening", phase: "statement" }, [
    "进行中",
    "陈述",
  ]);
});
it("says which paper was opened, by the name its reader may know", () =>
  check({ paper: "attachment", id: "0199-…" }, ["材料", "合同.pdf"], "合同.pdf"));
it("tells who looked apart from what happened", () => {
  const kinds = ["petition.routed", "paper.opened", "hearing.recording_played", "petition.attachment_added"];
  expect(kinds.filter((kind) => isOpening({ kind } as TimelineEvent))).toEqual(["paper.opened", "hearing.recording_played"]);
});
it("says which day of receipt was on record before", () =>
  check({ received_before: "2026-09-06", received_on: "2026-11-06" }, ["原登记 2026-09-06", "信访人收到日期 2026-11-06"]));
it("says which petition stands for one that is turned away, and that another name was the same person's", () => {
  check({ earlier: "0199-…", earlier_number: "XF1", same_person: "other_name" }, ["XF1", record.samePerson.other_name]);
  check({ lead: "0199-…", same_person: "true" }, []);
});
it("says when a step was late", () => check({ late: "yes" }, ["逾期办理"]));
it("keeps ids and versions to itself", () => check({ handler: "0199-…", calendar: "2026.1" }, []));
