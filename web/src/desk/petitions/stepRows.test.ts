import { describe, expect, it } from "vitest";
import { dialogsFor, STEPS, type StepForm } from "./actions";
import { t } from "../text";
import { begunForm, proofsIn } from "./stepForm";
import { stepRows } from "./stepRows";

const closed = { tie: "alike", state: "closed", ending: "closed", number: "XF620103202511250000011M", title: "小区物业不公开收支" };
const petition = { links: [closed], attachments: [], hearings: [], matter_hearings: [], desk: "city", place: "620103002" };
const bureau = (id: string, division: string) => ({ id, name: id, kind: "petition_bureau", division });
const form = { category: "appeal", how: "assignment", finding: "revoked", non_acceptance: "pending_elsewhere" } as StepForm;
const rowsOf = (step: string, more: Partial<StepForm> = {}, links: object[] = [closed]) => {
  const [dialog] = dialogsFor([step], true, true);
  if (!dialog) throw new Error(step);
  const rows = stepRows(dialog, { ...form, ...more }, { ...petition, links } as never, [bureau("city", "6201"), bureau("county", "620103")] as never);
  return { dialog, rows, fields: rows.map(({ field }) => field) };
};

describe("the rows of a step's dialog", () => {
  it.each(STEPS)("has one for every field of %s, but for the reason and those that choose many", (step) => {
    const { dialog, fields } = rowsOf(step);
    const below = ["reason", "accused_agencies", "accused_staff"];
    expect([...fields].sort()).toEqual(dialog.fields.filter((field) => !below.includes(field)).sort());
  });

  it("leaves out what does not go with what was chosen", () => {
    expect(rowsOf("route").fields).toEqual(["unit", "how", "ordered_until"]);
    expect(rowsOf("route", { how: "transfer" }).fields).toEqual(["unit", "how"]);
    expect(rowsOf("start_screening").fields).toContain("again_of");
    expect(rowsOf("start_screening", { category: "report" }).fields).not.toContain("again_of");
    expect(rowsOf("start_screening", {}, []).fields).not.toContain("again_of");
  });

  it("offers what may show a withdrawal, and says so where there is nothing", () => {
    const [proof] = rowsOf("withdraw").rows;
    expect([proof?.field, proof?.label, proof?.options]).toEqual(["proof", t.value.field.proof, []]);
    expect([proof?.none, proof?.hint]).toEqual([t.value.field.noProof, t.value.field.proofHint]);
    const hearing = (id: string, stage: string) => ({ id, title: id, stage });
    const joined = { ...petition, hearings: [hearing("own", "scheduled")], matter_hearings: [hearing("lead", "closed"), hearing("next", "scheduled")] };
    const words = { signed: "签字", in_hearing: "接访" };
    expect(proofsIn(joined as never, words).map(({ value }) => value)).toEqual(["in_hearing:lead"]);
  });

  it("reclassifies to anything at the desk, and to a report alone once a unit has it", () => {
    const offered = (state: string, category = "appeal") => {
      const [dialog] = dialogsFor(["reclassify"]);
      if (!dialog) throw new Error("no dialog");
      const of = { ...petition, state, category } as never;
      const [row] = stepRows(dialog, form, of, []);
      return [begunForm(dialog, of, "").category, row?.options?.map(({ value }) => value).sort()];
    };
    const all = ["appeal", "report", "suggestion"];
    expect(offered("screening")).toEqual(["appeal", all]);
    expect(offered("objected")).toEqual(["appeal", all]);
    expect(offered("handling")).toEqual(["report", ["report"]]);
    expect(offered("screening", "report")).toEqual(["report", ["report"]]);
  });

  it.each(["route", "reroute", "rule_competence"])("offers no bureau as a unit to %s", (step) => {
    const row = rowsOf(step).rows.find(({ field }) => field === "unit");
    const kinds = ["petition_bureau", "responsible_unit", "township", "court"] as const;
    const fits = kinds.filter((kind) => row?.fits?.({ kind } as never));
    expect(fits).toEqual(["responsible_unit", "township", "court"]);
  });

  it("offers the bureaus below", () => {
    const [row] = rowsOf("hand_down").rows;
    expect([row?.field, row?.options]).toEqual(["bureau", [{ value: "county", word: "county" }]]);
  });
});
