// The seats of a hearing while it is being arranged: who may take which, what is suggested, what is sent.
import type { Language, ParticipantRole, Side } from "@/wire";
import type { AgencyRow, Me, NewSeat, Occupant, PetitionDetail, RoomRow, StaffRow } from "../rest";

export type OccupantKind = Occupant["is"];

/** Where each role sits (the server decides the same). */
export const SIDE_OF: Record<ParticipantRole, Side> = {
  presider: "panel",
  clerk: "panel",
  hearing_member: "panel",
  mediator: "panel",
  interpreter: "panel",
  petitioner: "petitioner",
  representative: "petitioner",
  agent: "petitioner",
  agency_rep: "unit",
  company_rep: "company",
  expert: "observer",
  witness: "observer",
  deputy: "observer",
  grid_worker: "observer",
  observer: "observer",
  tech: "observer",
  officer: "observer",
};

export const SIDES: readonly Side[] = ["panel", "petitioner", "unit", "company", "observer"];

/** Who can take a seat of this role (as the server has it); the usual one first. */
export function occupantsOf(role: ParticipantRole): readonly OccupantKind[] {
  switch (role) {
    case "presider":
    case "clerk":
    case "tech":
    case "officer":
      return ["official"];
    case "hearing_member":
    case "agency_rep":
      return ["official", "room"];
    case "petitioner":
    case "representative":
    case "agent":
      return ["party"];
    case "company_rep":
      return ["external"];
    case "mediator":
    case "interpreter":
    case "expert":
    case "deputy":
    case "grid_worker":
      return ["official", "external"];
    case "witness":
    case "observer":
      return ["official", "room", "party", "external"];
  }
}

/** A seat being edited. Only what its kind of occupant needs is looked at. */
export interface SeatDraft {
  key: number;
  role: ParticipantRole;
  is: OccupantKind;
  staff: string;
  room: string;
  person: string;
  organisation: string;
  name: string;
  /** Of somebody from outside, to be told and called. */
  phone: string;
  mandatory: boolean;
  /** What an interpreter speaks besides Mandarin. */
  languages: Language[];
  /** Comes to the reception room at the table, and takes part by its camera (同席). */
  beside: boolean;
}

/** Seats without which a hearing cannot begin (docs/rules.md 3.3, H6). */
const MANDATORY: ReadonlySet<ParticipantRole> = new Set(["presider", "clerk", "petitioner"]);

let made = 0;

export function draftSeat(role: ParticipantRole, known: Partial<SeatDraft> = {}): SeatDraft {
  made += 1;
  const is = occupantsOf(role)[0] ?? "official";
  const mandatory = MANDATORY.has(role);
  return {
    key: made,
    role,
    is,
    staff: "",
    room: "",
    person: "",
    organisation: "",
    name: "",
    phone: "",
    mandatory,
    languages: [],
    beside: false,
    ...known,
  };
}

/** Whether it is known who takes the seat. */
export function isComplete(seat: SeatDraft): boolean {
  switch (seat.is) {
    case "official":
      return seat.staff !== "";
    case "room":
      return seat.room !== "";
    case "party":
      return seat.person !== "";
    case "external":
      return seat.organisation.trim() !== "" && seat.name.trim() !== "";
  }
}

function occupantOf(seat: SeatDraft): Occupant {
  switch (seat.is) {
    case "official":
      return seat.room === ""
        ? { is: "official", staff: seat.staff }
        : { is: "official", staff: seat.staff, room: seat.room };
    case "room":
      return { is: "room", room: seat.room };
    case "party":
      return { is: "party", person: seat.person };
    case "external":
      return { is: "external", organisation: seat.organisation.trim(), name: seat.name.trim(), phone: seat.phone.trim() || null };
  }
}

function languagesOf({ role, languages }: SeatDraft): Pick<NewSeat, "languages"> {
  return role === "interpreter" && languages.length > 0 ? { languages } : {};
}

export function seatsToSend(seats: readonly SeatDraft[]): NewSeat[] {
  return seats.map((seat) => ({ role: seat.role, occupant: occupantOf(seat), mandatory: seat.mandatory, ...languagesOf(seat) }));
}

/** The reception room at the table, before whose camera others may sit; -1 without one. */
const roomIn = (seats: readonly SeatDraft[]) => seats.findIndex(({ is, role }) => is === "room" && role !== "witness");

/** Whether the seat's person may come to a room at the table instead of taking part by their own device. */
export function mayShareRoom({ is, role }: SeatDraft, seats: readonly SeatDraft[]): boolean {
  return is === "party" && SIDE_OF[role] === "petitioner" && roomIn(seats) >= 0;
}

/** Who takes part by the room's camera, by places among the seats that are sent. */
export function besideToSend(seats: readonly SeatDraft[]): { seat: number; carrier: number }[] {
  const carrier = roomIn(seats);
  return seats.flatMap((seat, at) => (seat.beside && mayShareRoom(seat, seats) ? [{ seat: at, carrier }] : []));
}

/** Who speaks for the petitioners; their number is limited (art. 20). */
export function speakersIn(seats: readonly SeatDraft[]): number {
  return seats.filter((seat) => seat.role === "petitioner" || seat.role === "representative").length;
}

export interface Known {
  me: Me;
  /** Organs that go by a name the petition says. */
  agencies: readonly AgencyRow[];
  /** Of its unit. */
  rooms: readonly RoomRow[];
  /** Whom seats are suggested for: the colleagues who preside and write, the unit's handlers. */
  staff: readonly StaffRow[];
}

/** Seats such a petition usually needs: panel of my agency, the petitioner's side, the unit, the company. `comes`: they asked
 *  to take part in a reception room or on the spot. */
export function suggestSeats(petition: PetitionDetail, known: Known, allowed: number, comes = false): SeatDraft[] {
  return [
    ...panelSeats(known),
    ...petitionerSeats(petition, allowed).map((seat) => ({ ...seat, beside: comes })),
    ...unitSeats(petition, known),
    ...companySeats(petition, known),
  ];
}

function panelSeats({ me, staff }: Known): SeatDraft[] {
  const colleagues = staff.filter((one) => one.agency === me.agency.id);
  const mine = colleagues.filter((one) => one.id === me.id);
  const presider = [...mine, ...colleagues].find((one) => one.roles.includes("presider"));
  const clerk = colleagues.find((one) => one.roles.includes("clerk") && one.id !== presider?.id);
  return [
    draftSeat("presider", { staff: presider?.id ?? "" }),
    draftSeat("clerk", { staff: clerk?.id ?? "" }),
  ];
}

function petitionerSeats(petition: PetitionDetail, allowed: number): SeatDraft[] {
  const ofKind = (kind: string) => petition.parties.filter((party) => party.kind === kind);
  const petitioners = ofKind("petitioner").map((party) => draftSeat("petitioner", { person: party.id }));
  const representatives = ofKind("representative")
    .slice(0, Math.max(0, allowed - petitioners.length))
    .map((party) => draftSeat("representative", { person: party.id }));
  return [...petitioners, ...representatives];
}

function unitSeats(petition: PetitionDetail, { agencies, rooms, staff, me }: Known): SeatDraft[] {
  const unit = agencies.find((agency) => agency.name === petition.unit_name);
  if (!unit || unit.id === me.agency.id) return [];
  const room = rooms.find((one) => one.agency === unit.id);
  if (room) return [draftSeat("agency_rep", { is: "room", room: room.id, mandatory: true })];
  const handler = staff.find((one) => one.agency === unit.id && one.roles.includes("handler"));
  return [draftSeat("agency_rep", { staff: handler?.id ?? "", mandatory: true })];
}

/** Whom the petitioner complains about, several in one breath. */
export function namedIn({ respondent }: Pick<PetitionDetail, "respondent">): string[] {
  return (respondent ?? "").split(/[、，,；;]/).map((name) => name.trim()).filter((name) => name !== "");
}

/** Companies among them; organs of ours are none. */
function companySeats(petition: PetitionDetail, { agencies }: Known): SeatDraft[] {
  const companies = namedIn(petition).filter((name) => !agencies.some((agency) => agency.name === name));
  return companies.map((organisation) => draftSeat("company_rep", { organisation }));
}
