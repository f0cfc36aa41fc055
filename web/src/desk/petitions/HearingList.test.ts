import { expect, it } from "vitest";
import { show } from "../parts/show";
import type { PetitionDetail } from "../rest";
import HearingList from "./HearingList.vue";

const kept = { number: "TJ62010320261123-1", starts_at: 0, host_name: "七里河区信访局" };

it("says of a hearing that stays behind the wall that it was held, and opens none", () => {
  const petition = { hearings: [], kept_hearings: [kept] } as unknown as PetitionDetail;
  const { page, gone } = show(HearingList, { petition });
  expect(page.querySelector("[data-part=kept-hearing]")?.textContent).toMatch(/密封期间.*TJ62010320261123-1.*七里河区信访局/s);
  expect(page.querySelector("a, .empty")).toBeNull();
  gone();
});

it("says what would be there where none was held", () => {
  const { page, gone } = show(HearingList, { petition: { hearings: [], kept_hearings: [] } as unknown as PetitionDetail });
  expect(page.querySelector(".empty")).not.toBeNull();
  gone();
});
