import { describe, expect, it } from "vitest";
import type { Me, PartyView, PetitionDetail } from "../rest";
import { besideToSend, draftSeat, isComplete, occupantsOf, speakersIn, seatsToSend, SIDE_OF, suggestSeats } from "./seats";
import type { Known } from "./seats";

const me = { id: "zhang", agency: { id: "city", name: "兰州市信访局" } } as Me;
const known: Known = {
  me,
  agencies: [
    { id: "city", name: "兰州市信访局", kind: "petition_bureau", division: "6201", division_name: "兰州市" },
    {
      id: "housing",
      name: "城关区住建局",
      kind: "responsible_unit",
      division: "620102",
      division_name: "城关区",
    },
  ],
  rooms: [],
  staff: [
    { id: "li", name: "李某", roles: ["presider", "clerk"], agency: "city", agency_name: "兰州市信访局" },
    { id: "zhang", name: "张某", roles: ["presider"], agency: "city", agency_name: "兰州市信访局" },
    { id: "wang", name: "王某", roles: ["handler"], agency: "housing", agency_name: "城关区住建局" },
  ],
};

function party(id: string, kind: PartyView["kind"]): PartyView {
  return { id, kind, name: id, phone: null, id_number: null, address: null, authority: null };
}

function petition(changes: Partial<PetitionDetail> = {}): PetitionDetail {
  const parties = [party("p", "petitioner"), ...["r1", "r2", "r3"].map((id) => party(id, "representative"))];
  return { parties, unit_name: "城关区住建局", respondent: "某物业公司", ...changes } as PetitionDetail;
}

/** role:whom for each seat. */
function plan(one: PetitionDetail, with_: Known = known, allowed = 5): string[] {
  return suggestSeats(one, with_, allowed).map(
    (seat) => `${seat.role}:${seat.room || seat.staff || seat.person || seat.organisation}`,
  );
}

describe("suggested seats", () => {
  it("are the panel, the petitioner's side, the unit and the company", () => {
    expect(plan(petition())).toEqual([
      "presider:zhang",
      "clerk:li",
      "petitioner:p",
      "representative:r1",
      "representative:r2",
      "representative:r3",
      "agency_rep:wang",
      "company_rep:某物业公司",
    ]);
  });

  it("take the unit's reception room where it has one", () => {
    const rooms = [{ id: "room", name: "接访室", agency: "housing", agency_name: "城关区住建局" }];
    expect(plan(petition(), { ...known, rooms })).toContain("agency_rep:room");
  });

  it("have who asked for a reception room sit before its camera, where one is at the table", () => {
    const rooms = [{ id: "room", name: "接访室", agency: "housing", agency_name: "城关区住建局" }];
    const sent = (with_: Known, comes: boolean) => besideToSend(suggestSeats(petition(), with_, 2, comes));
    expect(sent({ ...known, rooms }, true)).toEqual([{ seat: 2, carrier: 4 }, { seat: 3, carrier: 4 }]);
    expect(sent({ ...known, rooms }, false)).toEqual([]);
    expect(sent(known, true)).toEqual([]);
  });

  it("keep to the number that may speak for the petitioners", () => {
    expect(plan(petition(), known, 3).filter((seat) => seat.startsWith("representative"))).toHaveLength(2);
  });

  it("give each company named its own", () => {
    const seats = plan(petition({ respondent: "某开发公司、某物业公司" }));
    expect(seats.slice(-2)).toEqual(["company_rep:某开发公司", "company_rep:某物业公司"]);
  });

  it("leave out a unit nobody has been given and an organ named as respondent", () => {
    const seats = plan(petition({ unit_name: null, respondent: "城关区住建局" }));
    expect(seats.some((seat) => seat.startsWith("agency_rep") || seat.startsWith("company_rep"))).toBe(false);
  });
});

describe("a seat", () => {
  it.each([
    [draftSeat("presider"), false],
    [draftSeat("presider", { staff: "zhang" }), true],
    [draftSeat("petitioner"), false],
    [draftSeat("company_rep", { organisation: "某物业公司" }), false],
    [draftSeat("company_rep", { organisation: "某物业公司", name: "赵某" }), true],
  ])("%o is complete: %s", (seat, complete) => expect(isComplete(seat)).toBe(complete));

  it("sends only what its occupant needs", () => {
    const seat = draftSeat("agency_rep", { is: "room", room: "r", staff: "left over" });
    expect(seatsToSend([seat])).toEqual([
      { role: "agency_rep", occupant: { is: "room", room: "r" }, mandatory: false },
    ]);
  });

  it("of a company can only be taken from outside, of a petitioner only by a party", () => {
    expect(occupantsOf("company_rep")).toEqual(["external"]);
    expect(occupantsOf("petitioner")).toEqual(["party"]);
    expect(SIDE_OF.agency_rep).toBe("unit");
  });

  it("speaks for the petitioners by its role", () => {
    expect(speakersIn([draftSeat("representative"), draftSeat("petitioner"), draftSeat("agent")])).toBe(2);
  });
});
