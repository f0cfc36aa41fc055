import { describe, expect, it } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { entry, seat, welcome } from "@/state/sample";
import type { EntryProposalView, ItemProposalView, PapersView, ReadBackView } from "@/wire";
import { agreementFault, itemFault, mayAnswer, proposesLines, readLine, stepLine, takesLines, waiting } from "./rules";

const seats = [
  seat("clerk", { role: "clerk", side: "panel" }),
  seat("unit"),
  seat("petitioner", { role: "petitioner", side: "petitioner" }),
  seat("signs", { role: "interpreter", side: "observer" }),
  seat("visitor", { role: "observer", side: "observer" }),
];
const item: ItemProposalView = { id: "i", seats: ["unit"], content: "公开账目", deadline: "2026-12-31", entry: "e1", answer: { is: "open" } };
const line: EntryProposalView = { id: "l", seat: "unit", phase: "response", text: "已公开。", at: 0, returned: null };
const agreement: ReadBackView = {
  version: 1, sha256: "00", frozen_at: 0, changed: false, corrections: [],
  seats: ["unit", "petitioner"].map((one) => ({ seat: one, mark: null, at: null, reason: null, absent: false, by_code: false })),
};

function room(you: string, papers: Partial<PapersView> = {}): RoomView {
  const view = apply(null, welcome({ you, seats, minutes: [entry(1), entry(2), entry(3)] }), 0);
  if (view === null) throw new Error("no room");
  return { ...view, papers: { agreement: null, agreed: false, items: [], entries: [], reading: null, ...papers } };
}

describe("what waits for a word", () => {
  const all = { agreement, items: [item], entries: [line] };
  it.each([
    ["of the agency: its item and the agreement", room("unit", all), 2],
    ["of a party: the agreement", room("petitioner", all), 1],
    ["of the clerk: the line", room("clerk", all), 1],
    ["of a visitor: nothing", room("visitor", all), 0],
    ["nothing where the item was accepted", room("unit", { items: [{ ...item, answer: { is: "accepted", seat: "unit", at: 0 } }] }), 0],
    ["nothing where the line was returned", room("clerk", { entries: [{ ...line, returned: "与本案无关" }] }), 0],
    ["nothing once it was refused", room("unit", { agreement: { ...agreement, seats: [{ seat: "unit", mark: "refused", at: 0, reason: "", absent: false, by_code: false }] } }), 0],
  ])("%s", (_claim, view, expected) => {
    expect(waiting(view)).toBe(expected);
  });
});

it("lets a no be thought better of, never a yes", () => {
  expect(mayAnswer(room("unit"), { ...item, answer: { is: "declined", seat: "unit", at: 0, reason: "不属于本单位" } })).toBe(true);
  expect(mayAnswer(room("unit"), { ...item, answer: { is: "accepted", seat: "unit", at: 0 } })).toBe(false);
  expect(mayAnswer(room("petitioner"), item)).toBe(false);
});

it("takes lines from both sides and interpreters", () => {
  expect(["clerk", "unit", "petitioner", "signs", "visitor"].filter((you) => proposesLines(room(you)))).toEqual(["unit", "petitioner", "signs"]);
});

it("offers to propose a line where the server takes it, and nowhere else", () => {
  const at = (stage: RoomView["stage"]["stage"], you = "petitioner") => {
    const view = room(you);
    return takesLines({ ...view, stage: { ...view.stage, stage } });
  };
  const stages = ["scheduled", "check_in", "ready", "countdown", "in_session", "paused", "suspended", "minutes_review", "signing", "closed"] as const;
  expect(stages.filter((stage) => at(stage))).toEqual(stages.slice(1, -2));
  expect(at("in_session", "visitor")).toBe(false);
  const waits = room("petitioner");
  const lobby = waits.seats.map((one) => ({ ...one, presence: { is: "waiting", since: 0 } as const }));
  expect(takesLines({ ...waits, seats: lobby }), "who waits outside sits at no table").toBe(false);
});

it("finds the line that is read, and the ones around it", () => {
  const view = room("unit", { reading: "e2" });
  expect(readLine(view)?.number).toBe(2);
  expect(readLine(room("unit", { reading: "gone" }))).toBeNull();
  const steps = ([[null, 1], [null, -1], ["e1", 1], ["e1", -1], ["e3", 1]] as const).map(([from, by]) => stepLine(view.minutes, from, by));
  expect(steps).toEqual(["e1", "e3", "e2", "e1", "e3"]);
  expect(stepLine([], null, 1)).toBeNull();
});

it("says what an item lacks", () => {
  const whole = { seat: "unit", content: "公开账目", deadline: "2026-12-31", entry: "e1" };
  const faults = [whole, { ...whole, seat: "" }, { ...whole, content: "好" }, { ...whole, deadline: "2026-11-23" }, { ...whole, entry: "" }];
  expect(faults.map((draft) => itemFault(draft, "2026-11-23"))).toEqual([null, "seat", "content", "deadline", "entry"]);
});

it("says what an agreement lacks", () => {
  const terms = "物业公司于十二月三十一日前公开账目。";
  const forms = [{ terms, parties: ["unit", "petitioner"] }, { terms: "同意", parties: ["unit", "petitioner"] }, { terms, parties: ["unit"] }];
  expect(forms.map((form) => agreementFault(room("clerk"), form))).toEqual([null, "terms", "parties"]);
});
