import { expect, it } from "vitest";
import type { PetitionDetail, PetitionLink } from "../rest";
import { dialogsFor } from "./actions";
import { begunForm, closedBefore, endedBefore, pendingBefore } from "./stepForm";

const link = (number: string, change: Partial<PetitionLink>): PetitionLink => ({
  tie: "alike", id: number, number, title: "小区物业不公开收支", category: "appeal", state: "archived", ending: "closed", registered_at: 0, ...change,
});

it("names what re-review ended in the dialog by which it is no longer accepted, and asks why it is taken up", () => {
  const links = [link("XF1", {}), link("XF2", { ending: "terminated" }), link("XF3", { ending: "terminated", tie: "neighbour" })];
  expect(endedBefore({ links }).map(({ number }) => number)).toEqual(["XF2"]);
  const petition = { links, category: "appeal", state: "screening" } as PetitionDetail;
  const [refuse] = dialogsFor(["refuse_repeated"]);
  if (!refuse) throw new Error("no dialog");
  expect([begunForm(refuse, petition, "").earlier, begunForm(refuse, { ...petition, links: [] }, "").earlier]).toEqual(["XF2", ""]);
  const asksWhy = (ended: boolean) => dialogsFor(["route", "accept"], false, false, ended).map(({ fields }) => fields.includes("reason"));
  expect([asksWhy(false), asksWhy(true)]).toEqual([[false, false], [true, true]]);
});

it("names what is being handled where it would be accepted a second time, and fills it in where it is turned down for that", () => {
  const links = [
    link("XF1", {}),
    link("XF2", { state: "routed", ending: "routed" }),
    link("XF3", { state: "replied", ending: "replied" }),
    link("XF4", { state: "handling", ending: "handling", category: "suggestion" }),
    link("XF5", { state: "handling", ending: "handling", tie: "same_person" }),
  ];
  const petition = { links, category: "appeal", state: "routed" } as PetitionDetail;
  expect(pendingBefore(petition).map(({ number }) => number)).toEqual(["XF3"]);
  const [refuse] = dialogsFor(["refuse_acceptance"]);
  if (!refuse) throw new Error("no dialog");
  expect(begunForm(refuse, petition, "").elsewhere).toBe("XF3");
});

it("offers what was closed as raised again, filed away or not, and nothing that ended otherwise", () => {
  const links = [
    link("XF1", {}),
    link("XF2", { state: "closed" }),
    link("XF3", { ending: "withdrawn" }),
    link("XF4", { state: "handling", ending: "handling" }),
    link("XF5", { tie: "neighbour" }),
  ];
  expect(closedBefore({ links }).map(({ number }) => number)).toEqual(["XF1", "XF2"]);
});
