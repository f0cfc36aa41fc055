import { describe, expect, it } from "vitest";
import type { HearingSeat } from "../rest";
import { interpreterFor, reseatDraft, rolesFor } from "./reseat";
import { isComplete, seatsToSend } from "./seats";

const seat = (more: Partial<HearingSeat>) =>
  ({ id: "1", role: "company_rep", mandatory: true, languages: [], occupant: { is: "external", organisation: "某物业公司", name: "赵经理", phone: "13900000003" }, ...more }) as HearingSeat;

describe("a table that changes", () => {
  it("asks who comes instead, from the same house and in the same role", () => {
    const wish = { how: "replace" as const, seat: seat({}) };
    const draft = reseatDraft(wish);
    expect(rolesFor(wish)).toEqual(["company_rep"]);
    expect([draft.organisation, draft.name, isComplete(draft)]).toEqual(["某物业公司", "", false]);
    draft.name = "钱经理";
    expect(seatsToSend([draft])[0]?.occupant).toEqual({ is: "external", organisation: "某物业公司", name: "钱经理", phone: null });
  });

  it("leaves open which official or room comes", () => {
    const official = reseatDraft({ how: "replace", seat: seat({ role: "presider", occupant: { is: "official", staff: "s", room: "r" } }) });
    expect([official.staff, official.room]).toEqual(["", "r"]);
    const room = reseatDraft({ how: "replace", seat: seat({ role: "agency_rep", occupant: { is: "room", room: "r" } }) });
    expect([room.is, room.room]).toEqual(["room", ""]);
  });

  it("adds an interpreter for the language somebody asked for, and no second presider", () => {
    const wish = interpreterFor({ language: "dongxiang" });
    const draft = reseatDraft(wish);
    expect([draft.role, draft.languages, draft.mandatory]).toEqual(["interpreter", ["dongxiang"], false]);
    expect(rolesFor(wish)).not.toContain("presider");
    expect(reseatDraft(interpreterFor({ language: null })).languages).toEqual([]);
  });
});
