import { describe, expect, it } from "vitest";
import type { ItemProposal } from "../rest";
import { acceptedDraft, acceptedItems, blankOutcome, draftItem, outcomeFaults, outcomeOf, type OutcomeDraft } from "./outcome";
import { keptOutcome } from "./outcomeDraft";

const entry = { id: "e1", number: 7 };
const item = draftItem({ agency: "a", content: "公开收费明细", deadline: "2026-12-01", entry });
const whole: OutcomeDraft = {
  conclusion: "物业公司十日内公开收费明细。",
  standards: ["resolve"],
  items: [item],
  next: "",
};
const accepted: ItemProposal = {
  id: "p1", agency: "a", content: "三日内公开账目", deadline: "2026-11-23", entry: "e1", at: 0, answer: { is: "accepted", seat: "s", at: 0 }, earlier: false,
};

describe("an outcome can be issued", () => {
  const cases: [string, Partial<OutcomeDraft>, string[]][] = [
    ["when all is there", {}, []],
    ["without action items", { items: [] }, []],
    ["not without a conclusion", { conclusion: "同意" }, ["conclusion"]],
    ["not without one of the four standards", { standards: [] }, ["standards"]],
    ["not with an item that rests on no line", { items: [{ ...item, entry: null }] }, ["items"]],
    ["not with a deadline today", { items: [{ ...item, deadline: "2026-11-23" }] }, ["items"]],
    ["with an item accepted for today", { items: [acceptedDraft(accepted, 7)] }, []],
    ["with an item accepted for a day that has passed", { items: [acceptedDraft({ ...accepted, deadline: "2026-11-20" }, 7)] }, []],
    ["not with an item nobody has to do", { items: [{ ...item, agency: "" }] }, ["items"]],
  ];
  it.each(cases)("%s", (_claim, changes, faults) => {
    expect(outcomeFaults({ ...whole, ...changes }, "2026-11-23")).toEqual(faults);
  });

  it("needs everything while it is blank", () => {
    expect(outcomeFaults(blankOutcome(), "2026-11-23")).toEqual(["conclusion", "standards"]);
  });
});

it.each(["{", "null", '{"items":5}', '{"items":[null]}'])("is a blank form where what was kept has another shape: %s", (kept) => {
  localStorage.setItem("lj.outcome.h", kept);
  expect(keptOutcome("h")).toEqual(blankOutcome());
  localStorage.clear();
});

it("names the entry of each item", () => {
  expect(outcomeOf(whole).items).toEqual([
    { agency: "a", content: "公开收费明细", deadline: "2026-12-01", entry: "e1", proposal: null },
  ]);
  expect(outcomeOf({ ...whole, next: "h2" }).next).toBe("h2");
});

it("offers what was accepted in the room once, and takes it word for word", () => {
  const proposals: ItemProposal[] = [accepted, { ...accepted, id: "p2", answer: { is: "open" } }, { ...accepted, id: "p3", answer: { is: "declined", seat: "s", at: 0, reason: "不属于本单位" } }];
  expect(acceptedItems(proposals, whole.items).map(({ id }) => id)).toEqual(["p1"]);
  const taken = acceptedDraft(accepted, 7);
  expect(acceptedItems(proposals, [taken])).toEqual([]);
  expect(outcomeOf({ ...whole, items: [taken] }).items).toEqual([
    { agency: "a", content: "三日内公开账目", deadline: "2026-11-23", entry: "e1", proposal: "p1" },
  ]);
});
