import { describe, expect, it } from "vitest";
import {
  bureausBelow,
  dialogsFor,
  isReceived,
  isReviewer,
  mayStillAsk,
  missingIn,
  receivedFrom,
  reviewOutcome,
  transitionOf,
  type StepForm,
} from "./actions";
import type { PetitionDetail } from "../rest";

const blank: StepForm = {
  category: "",
  content_class: "",
  how: "transfer",
  unit: "",
  bureau: "",
  ordered_until: "",
  handler: "",
  result: "",
  text: "",
  basis: "",
  reason: "",
  lead: "",
  earlier: "",
  same_person: "recorded",
  elsewhere: "",
  again_of: "",
  legal_way: "",
  organ: "",
  reviewer: "",
  non_acceptance: "",
  staff: "",
  accused_agencies: [],
  accused_staff: [],
  days: "",
  return_how: "",
  delivery_way: "",
  received_on: "",
  finding: "",
  accepted: "",
  proof: "",
  redo_until: "",
  reopen_ground: "",
  undo_ground: "",
  unsealed_as: "",
  retention: "",
  expected_until: "",
  hearing: "",
};

type Bureau = Parameters<typeof bureausBelow>[0][number];

it("goes down to bureaus below the one that has it, where the matter lies", () => {
  const bureau = (id: string, division: string, kind: Bureau["kind"] = "petition_bureau"): Bureau => ({
    id,
    division,
    kind,
    name: id,
    division_name: "",
  });
  const all = [
    bureau("district", "620103"),
    bureau("city", "6201"),
    bureau("province", "62"),
    bureau("beside", "620102"),
    bureau("unit", "620103", "responsible_unit"),
  ];
  const below = (desk: string) => bureausBelow(all, { desk, place: "620103002" }).map(({ id }) => id);
  expect(below("province")).toEqual(["city", "district"]);
  expect(below("city")).toEqual(["district"]);
  expect(below("district")).toEqual([]);
  expect(below("nobody")).toEqual([]);
});

type Reviewed = Parameters<typeof mayStillAsk>[0];
type Clock = Reviewed["clocks"][number];

function only(step: string, reviewable = false) {
  const [dialog] = dialogsFor([step], reviewable);
  if (!dialog) throw new Error(`no dialog for ${step}`);
  return dialog;
}

describe("what may be done", () => {
  it("comes in the order of the procedure, whatever order the server says", () => {
    const steps = dialogsFor(["withdraw", "route", "schedule_hearing", "start_screening"]).map((d) => d.step);
    expect(steps).toEqual(["start_screening", "route", "withdraw"]);
  });

  it("is nothing when only things that are no steps are allowed", () => {
    expect(dialogsFor(["add_attachment", "renew_query_code"])).toEqual([]);
  });

  it("shows a withdrawal apart", () => {
    expect(only("withdraw").grave).toBe(true);
    expect(only("route").grave).toBe(false);
  });
});

describe("a dialog asks for what its step needs", () => {
  const cases: [string, Partial<StepForm>, string[]][] = [
    ["accept", {}, []],
    ["start_screening", { category: "appeal", content_class: "land" }, []],
    ["reclassify", { category: "appeal", content_class: "land" }, ["reason"]],
    ["reclassify", { category: "report", content_class: "land", reason: "反映的是收受贿赂" }, []],
    ["route", {}, ["unit"]],
    ["route", { unit: "u" }, []],
    ["route", { unit: "u", how: "assignment" }, ["ordered_until"]],
    ["hand_down", { how: "assignment" }, ["bureau", "ordered_until"]],
    ["hand_down", { bureau: "b" }, []],
    ["give_back", { reason: "不属本局" }, ["reason"]],
    ["take_back", {}, ["reason"]],
    ["route", { unit: "u", how: "assignment", ordered_until: "2026-12-20" }, []],
    ["draft_reply", { result: "support", text: "太短", basis: "《民法典》" }, ["text"]],
    ["draft_reply", { result: "support", text: "经核查，情况属实，已责成整改。" }, ["basis"]],
    ["draft_reply", { category: "suggestion", result: "adopted", text: "经研究，拟于明年增设坡道。" }, []],
    ["draft_reply", { category: "suggestion", result: "adopted", text: "经研究，拟于明年增设坡道。", basis: "规" }, ["basis"]],
    ["withdraw", { reason: "不想了" }, ["proof", "reason"]],
    ["withdraw", { reason: "当事人已当场签字撤回", proof: "signed:f" }, []],
    ["withdraw", { reason: "长".repeat(501), proof: "signed:f" }, ["reason"]],
    ["refuse_repeated", { reason: "原件已经复核终结" }, ["earlier"]],
    ["refuse_acceptance", { reason: "同一事项正在办理", non_acceptance: "pending_elsewhere" }, ["elsewhere"]],
    ["pause_clock", { reason: "举行听证会期间" }, ["hearing", "expected_until"]],
    ["refuse_acceptance", { reason: "不属于受理范围", non_acceptance: "out_of_scope" }, []],
    ["extend", { reason: "需要委托鉴定", days: "31" }, ["days"]],
    ["extend", { reason: "需要委托鉴定", days: "30" }, []],
    ["return_reply", { return_how: "modify", reason: "不够十个字" }, ["reason"]],
    ["deliver_reply", { delivery_way: "post" }, []],
    ["record_receipt", {}, ["received_on"]],
    ["name_accused", {}, ["reason"]],
    ["name_accused", { reason: "材料所指不在本系统" }, []],
    ["decide_rereview", { finding: "changed", text: "变更原处理意见，理由如下" }, []],
    ["decide_rereview", { finding: "revoked", text: "撤销原处理意见，理由如下" }, ["redo_until"]],
    ["request_review", {}, ["reason"]],
    ["undo", { undo_ground: "mistake" }, ["reason"]],
    ["propose_unsealing", { reason: "反映的是物业收费" }, ["unsealed_as"]],
    ["propose_unsealing", { unsealed_as: "appeal", reason: "反映的是物业收费" }, []],
    ["unseal", {}, []],
    ["refuse_unsealing", {}, ["reason"]],
  ];
  it.each(cases)("%s with %o still needs %o", (step, filled, missing) => {
    expect(missingIn(only(step), { ...blank, ...filled })).toEqual(missing);
  });
});

it.each([
  ["review_requested", false, "asked"],
  ["rereview_requested", false, "asked"],
  ["replied", false, "late"],
  ["reviewed", false, "late"],
  ["reviewed", true, "beyond"],
] as const)("a request for review that leaves the petition %s (beyond: %s) is %s", (state, asked_beyond, outcome) => {
  expect(reviewOutcome({ state, course: { asked_beyond } as PetitionDetail["course"] })).toBe(outcome);
});

describe("a day of receipt", () => {
  const noon = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
  const clock = (kind: string, day: string, stopped_at: number | null = null) =>
    ({ kind, anchor: noon(day), stopped_at }) as Clock;
  const sent = (clocks: Clock[]) => ({
    registered_at: noon("2026-09-01"),
    clocks: [clock("reply", "2026-09-10", noon("2026-11-03")), ...clocks],
    course: { delivered_at: noon("2026-11-03") } as PetitionDetail["course"],
  });

  it("is none before the reply went out, nor before what was replied to was accepted", () => {
    expect(receivedFrom("record_receipt", sent([]))).toBe("2026-11-03");
    expect(receivedFrom("record_receipt", sent([clock("review_window", "2026-11-01")]))).toBe("2026-11-01");
    expect(receivedFrom("deliver_reply", sent([]))).toBe("2026-09-10");
  });

  it("that is on record is set right with a reason", () => {
    const known = sent([clock("review_window", "2026-11-06")]);
    expect([isReceived(sent([])), isReceived(known)]).toEqual([false, true]);
    const fields = (received: boolean) => dialogsFor(["record_receipt"], false, received)[0]?.fields;
    expect([fields(false), fields(true)]).toEqual([["received_on"], ["received_on", "reason"]]);
  });
});

describe("closing asks for the petitioner's acceptance", () => {
  const window = (kind: string, rest: Partial<Clock> = {}) => ({ kind, lapsed: false, ...rest }) as Clock;
  const cases: [string, Partial<Reviewed>, boolean][] = [
    ["while the window runs", { clocks: [window("review_window")] }, true],
    ["while nobody knows when the reply was received", {}, true],
    ["after review, its window", { clocks: [window("review_window", { stopped_at: 1 }), window("rereview_window")] }, true],
    ["not once the window is over", { clocks: [window("review_window", { lapsed: true })] }, false],
    ["not of a suggestion", { category: "suggestion" }, false],
    ["not once it was asked of an organ above", { course: { asked_beyond: true } as Reviewed["course"] }, false],
  ];
  it.each(cases)("%s", (_, rest, needed) => {
    const petition = { category: "appeal", clocks: [], course: { asked_beyond: false }, ...rest } as unknown as Reviewed;
    const dialog = only("close", mayStillAsk(petition));
    expect(dialog.fields.includes("accepted")).toBe(needed);
    expect(missingIn(dialog, { ...blank, reason: "信访人书面接受" })).toEqual(needed ? ["accepted"] : []);
  });

  it("and sends the paper with it", () => {
    const form = { ...blank, accepted: "in_hearing:h1", reason: "信访人在接访中接受" };
    expect(transitionOf(only("close", true), form)).toEqual({
      kind: "close",
      accepted: { how: "in_hearing", paper: "h1" },
      reason: "信访人在接访中接受",
    });
  });
});

it("a withdrawal is sent with what shows it", () => {
  const form = { ...blank, proof: "signed:f1", reason: "信访人当面签字撤回" };
  expect(transitionOf(only("withdraw"), form)).toEqual({
    kind: "withdraw",
    proof: { how: "signed", paper: "f1" },
    reason: "信访人当面签字撤回",
  });
});

describe("what is sent", () => {
  it("bears the names of the contract", () => {
    const form = { ...blank, legal_way: "litigation", organ: "o", reason: "应当提起诉讼", days: "20" };
    expect(transitionOf(only("divert"), form)).toEqual({
      kind: "divert",
      way: "litigation",
      organ: "o",
      reason: "应当提起诉讼",
    });
    expect(transitionOf(only("extend"), form)).toMatchObject({ days: 20 });
    const posted = transitionOf(only("deliver_reply"), { ...blank, delivery_way: "post" });
    expect(posted).toEqual({ kind: "deliver_reply", way: "post" });
  });

  it("names the closed petition that it raises again, if it does, and beside no report", () => {
    const screening = only("start_screening");
    const form = { ...blank, category: "appeal", content_class: "land" };
    const plain = { kind: "start_screening", category: "appeal", content_class: "land" };
    expect(transitionOf(screening, form)).toEqual(plain);
    expect(transitionOf(screening, { ...form, again_of: "XF1" })).toEqual({ ...plain, again_of: "XF1" });
    expect(transitionOf(screening, { ...form, again_of: "XF1", category: "report" })).not.toHaveProperty("again_of");
  });

  it("names the organ that reviews, or leaves it to the server", () => {
    const form = { ...blank, reason: "信访人到窗口提出复查" };
    for (const kind of ["request_review", "request_rereview"]) {
      expect(transitionOf(only(kind), form)).toEqual({ kind, reason: form.reason });
      expect(transitionOf(only(kind), { ...form, reviewer: "o" })).toEqual({ kind, organ: "o", reason: form.reason });
    }
    const organ = (kind: Bureau["kind"], division: string): Bureau => ({ id: "", name: "", division_name: "", kind, division });
    const of = (kind: Bureau["kind"], division: string) => isReviewer(organ(kind, division), { place: "620103002" });
    expect([of("petition_bureau", "6201"), of("responsible_unit", "620103"), of("congress", "62")]).toEqual([true, true, true]);
    expect([of("court", "6201"), of("petition_bureau", "6202"), of("hotline", "6201")]).toEqual([false, false, false]);
  });

  it("names the accused, or nobody of the system", () => {
    const form = { ...blank, accused_agencies: ["a"], accused_staff: ["s"], reason: "材料指名道姓" };
    expect(transitionOf(only("name_accused"), form)).toEqual({
      kind: "name_accused",
      agencies: ["a"],
      staff: ["s"],
      reason: "材料指名道姓",
    });
    expect(transitionOf(only("name_accused"), { ...form, accused_agencies: [], accused_staff: [] })).toMatchObject({
      agencies: [],
      staff: [],
    });
  });

  it("orders a day with a revoked opinion only", () => {
    const form = { ...blank, text: "撤销原处理意见，责令重新办理", redo_until: "2026-12-20" };
    expect(transitionOf(only("decide_rereview"), { ...form, finding: "upheld" })).not.toHaveProperty("redo_until");
    expect(transitionOf(only("decide_rereview"), { ...form, finding: "revoked" })).toMatchObject({
      redo_until: "2026-12-20",
    });
  });

  it("names an ordered day with an assignment only", () => {
    const form = { ...blank, unit: "u", ordered_until: "2026-12-20" };
    expect(transitionOf(only("route"), form)).toEqual({ kind: "route", how: "transfer", unit: "u" });
    expect(transitionOf(only("route"), { ...form, how: "assignment" })).toEqual({
      kind: "route",
      how: "assignment",
      unit: "u",
      ordered_until: "2026-12-20",
    });
  });
});
