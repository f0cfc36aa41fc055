import { describe, expect, it } from "vitest";
import type { HearingDetail, HearingSeat } from "../rest";
import { continued, mayContinue } from "./continuation";

const seat = (more: Partial<HearingSeat>) => ({ role: "petitioner", mandatory: true, removed: null, withdrawn: null, languages: [], occupant: { is: "party", person: "p" }, ...more });

function hearing(phase: string | null): HearingDetail {
  return {
    id: "h", kind: "formal_hearing", title: "听证", agenda: ["opening", "statement", "conclusion"],
    stage: { stage: "adjourned", phase, reason: "需重新鉴定", since: 1 },
    seats: [seat({}), seat({ role: "witness", removed: "侮辱他人" }), seat({ role: "presider", occupant: { is: "official", staff: "s", room: null } })],
  } as unknown as HearingDetail;
}

describe("the next session", () => {
  it.each([
    ["statement", ["statement", "conclusion"]],
    ["conclusion", ["conclusion"]],
    [null, ["opening", "statement", "conclusion"]],
  ])("goes on from %s", (phase, agenda) => {
    expect(continued(hearing(phase)).agenda).toEqual(agenda);
  });

  it("names the session it goes on with", () => {
    expect(continued(hearing("statement")).continues).toBe("h");
    const stages = ["scheduled", "countdown", "in_session", "signing", "adjourned", "closed"] as const;
    expect(stages.filter((stage) => mayContinue({ stage }))).toEqual(["in_session", "signing", "adjourned", "closed"]);
  });

  it("leaves interpreters their languages", () => {
    const held = hearing("statement");
    const languages = ["tibetan"] as const;
    held.seats.push(seat({ role: "interpreter", languages: [...languages], occupant: { is: "external", organisation: "译社", name: "卓某", phone: "13900000004" } } as never) as never);
    expect(continued(held).seats.at(-1)?.phone).toBe("13900000004");
    expect(continued(held).seats.at(-1)?.languages).toEqual(languages);
  });

  it("seats whom the last one seated, but not who was removed", () => {
    expect(continued(hearing("statement")).seats.map(({ role, is, staff, person }) => [role, is, staff || person])).toEqual([
      ["petitioner", "party", "p"],
      ["presider", "official", "s"],
    ]);
  });
});
