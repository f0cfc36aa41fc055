import { expect, it } from "vitest";
import type { HearingDetail } from "../rest";
import { bringsBefore, isShowable } from "./filed";

it.each([
  ["application/pdf", true],
  ["image/webp", true],
  ["audio/mp4", true],
  ["video/quicktime", true],
  ["application/zip", false],
])("a file of the petition can be shown: %s %s", (media_type, expected) => expect(isShowable({ media_type })).toBe(expected));

it.each([
  ["an organ's seat before the hearing", "scheduled", { role: "agency_rep", side: "unit" }, true],
  ["who keeps the minutes", "scheduled", { role: "clerk", side: "panel" }, true],
  ["in the room once it is open", "in_session", { role: "agency_rep", side: "unit" }, false],
  ["who looks on", "scheduled", { role: "observer", side: "observer" }, false],
  ["who interprets", "scheduled", { role: "interpreter", side: "panel" }, false],
  ["who gave the seat up", "scheduled", { role: "agency_rep", side: "unit", withdrawn: "另派他人" }, false],
])("brings exhibits from the page: %s", (_, stage, seat, expected) => {
  const seats = [{ id: "s", removed: null, withdrawn: null, ...seat }];
  expect(bringsBefore({ stage: { stage }, seats, my_seat: "s" } as unknown as HearingDetail)).toBe(expected);
});
