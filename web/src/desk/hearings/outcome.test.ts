import { describe, expect, it } from "vitest";
import { blankOutcome, draftItem, outcomeFaults, outcomeOf, type OutcomeDraft } from "./outcome";

const entry = { id: "e1", number: 7 };
const item = draftItem({ agency: "a", content: "公开收费明细", deadline: "2026-12-01", entry });
const whole: OutcomeDraft = {
  conclusion: "物业公司十日内公开收费明细。",
  standards: ["resolve"],
  items: [item],
};

describe("an outcome can be issued", () => {
  const cases: [string, Partial<OutcomeDraft>, string[]][] = [
    ["when all is there", {}, []],
    ["without action items", { items: [] }, []],
    ["not without a conclusion", { conclusion: "同意" }, ["conclusion"]],
    ["not without one of the four standards", { standards: [] }, ["standards"]],
    ["not with an item that rests on no line", { items: [{ ...item, entry: null }] }, ["items"]],
    ["not with a deadline today", { items: [{ ...item, deadline: "2026-11-23" }] }, ["items"]],
    ["not with an item nobody has to do", { items: [{ ...item, agency: "" }] }, ["items"]],
  ];
  it.each(cases)("%s", (_claim, changes, faults) => {
    expect(outcomeFaults({ ...whole, ...changes }, "2026-11-23")).toEqual(faults);
  });

  it("needs everything while it is blank", () => {
    expect(outcomeFaults(blankOutcome(), "2026-11-23")).toEqual(["conclusion", "standards"]);
  });
});

it("names the entry of each item", () => {
  expect(outcomeOf(whole).items).toEqual([
    { agency: "a", content: "公开收费明细", deadline: "2026-12-01", entry: "e1" },
  ]);
});
