import { expect, it } from "vitest";
import type { PetitionLink } from "../rest";
import { closedBefore } from "./stepForm";

it("offers what was closed as raised again, filed away or not, and nothing that ended otherwise", () => {
  const link = (number: string, change: Partial<PetitionLink>): PetitionLink => ({
    tie: "alike", id: number, number, title: "小区物业不公开收支", state: "archived", ending: "closed", registered_at: 0, ...change,
  });
  const links = [
    link("XF1", {}),
    link("XF2", { state: "closed" }),
    link("XF3", { ending: "withdrawn" }),
    link("XF4", { state: "handling", ending: "handling" }),
    link("XF5", { tie: "neighbour" }),
  ];
  expect(closedBefore({ links }).map(({ number }) => number)).toEqual(["XF1", "XF2"]);
});
