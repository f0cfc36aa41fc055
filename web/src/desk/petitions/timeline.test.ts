import { expect, it } from "vitest";
import { words } from "@/i18n/words.zh";
import type { TimelineEvent } from "../rest";
import { record } from "../text/record.zh";
import { zh } from "../text/zh";
import { detailWords } from "./timeline";

function check(details: Record<string, string>, expected: string[]) {
  const event = { details } as TimelineEvent;
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
it("says when a step was late", () => check({ late: "yes" }, ["逾期办理"]));
it("keeps ids and versions to itself", () => check({ handler: "0199-…", calendar: "2026.1" }, []));
