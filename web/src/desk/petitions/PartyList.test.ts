import { afterEach, expect, it } from "vitest";
import { show, type Shown } from "../parts/show";
import type { PartyView, PetitionDetail } from "../rest";
import PartyList from "./PartyList.vue";

const parties = [
  { id: "p1", kind: "petitioner", name: "马某" },
  { id: "p5", kind: "agent", name: "赵律师" },
] as PartyView[];
let shown: Shown | undefined;
afterEach(() => {
  shown?.gone();
  document.body.innerHTML = "";
});

/** Whether an agent's authority can be ended on the page of a petition in that state. */
function offers(state: string, may: string[]): boolean {
  const petition = { id: "7", version: 3, state, may, links: [], attachments: [], persons_concerned: 1 };
  shown = show(PartyList, { parties, petition: petition as unknown as PetitionDetail });
  const found = document.querySelectorAll("[data-do=end-authority]").length;
  shown.gone();
  document.body.innerHTML = "";
  return found === 1;
}

it("ends an agent's authority while the petition is open or goes on in another one", () => {
  expect(offers("handling", ["correct", "add_attachment"])).toBe(true);
  expect(offers("merged", ["correct"])).toBe(true);
  expect(offers("merged", [])).toBe(false);
  expect(offers("closed", ["correct"])).toBe(false);
});
