import { describe, expect, it } from "vitest";
import type { PartyView, PetitionDetail } from "../rest";
import { countyOf, matterChanges, matterForm, mayCorrectMatter, mayMovePlace, personChanges, personForm } from "./corrections";

const petition = {
  title: "小区物业不公开收支",
  text: "物业公司从不公开收支。",
  place: "620103002",
  purpose: "resolution",
  respondent: null,
  persons_concerned: 66,
  state: "screening",
  may: ["correct"],
  place_open: true,
} as unknown as PetitionDetail;

const party = {
  id: "p1",
  kind: "petitioner",
  name: "马秀英",
  phone: "13900000001",
  id_number: "**************1234",
  address: null,
} as unknown as PartyView;

describe("what is sent of a correction", () => {
  it("is only what differs, trimmed", () => {
    expect(matterChanges({ ...matterForm(petition), title: " 小区物业账目不公开 " }, petition)).toEqual({
      title: "小区物业账目不公开",
    });
    expect(matterChanges({ ...matterForm(petition), title: `${petition.title} ` }, petition)).toBeNull();
    expect(matterChanges({ ...matterForm(petition), persons_concerned: 70, respondent: "某公司" }, petition)).toEqual({
      persons_concerned: 70,
      respondent: "某公司",
    });
  });

  it("empties what was emptied, and keeps a masked number that was not typed anew", () => {
    expect(personChanges(personForm(party), party)).toBeNull();
    expect(personChanges({ ...personForm(party), phone: "" }, party)).toEqual({ id: "p1", phone: "" });
    const typed = { ...personForm(party), id_number: "620103196001011234" };
    expect(personChanges(typed, party)).toEqual({ id: "p1", id_number: "620103196001011234" });
  });
});

it("the matter is corrected until it is accepted, its place while the server says so", () => {
  const at = (state: string) => ({ ...petition, state }) as PetitionDetail;
  expect(["registered", "screening", "routed", "objected", "accepted", "closed"].map((s) => mayCorrectMatter(at(s)))).toEqual([
    true, true, true, true, false, false,
  ]);
  expect([true, false].map((place_open) => mayMovePlace({ ...petition, place_open }))).toEqual([true, false]);
  expect(mayCorrectMatter({ ...petition, may: [] })).toBe(false);
  expect(countyOf("620103002")).toBe("620103");
});
