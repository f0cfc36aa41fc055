// The forms that set a record right: what they begin with, and what of them is sent: only what differs.
import type { CorrectedPerson, PartyView, PetitionDetail } from "../rest";

export interface MatterForm {
  title: string;
  text: string;
  place: string;
  purpose: PetitionDetail["purpose"];
  respondent: string;
  persons_concerned: number;
}

export interface PersonForm {
  name: string;
  phone: string;
  /** Shown masked: empty means that it stays. */
  id_number: string;
  address: string;
}

const BEFORE_ACCEPTANCE: readonly string[] = ["registered", "screening", "routed", "objected"];

export const mayCorrect = (petition: PetitionDetail) => petition.may.includes("correct");
export const mayCorrectMatter = (petition: PetitionDetail) =>
  mayCorrect(petition) && BEFORE_ACCEPTANCE.includes(petition.state);
/** Until it was routed or handed down, as the server says. */
export const mayMovePlace = ({ place_open }: PetitionDetail) => place_open;

/** The county a place lies in, whose log has its petitions; the place itself where it has none. */
export const countyOf = (place: string) => place.slice(0, 6);

export function matterForm(petition: PetitionDetail): MatterForm {
  const { title, text, place, purpose, persons_concerned } = petition;
  return { title, text, place, purpose, persons_concerned, respondent: petition.respondent ?? "" };
}

export function personForm(party: PartyView): PersonForm {
  return { name: party.name, phone: party.phone ?? "", id_number: "", address: party.address ?? "" };
}

/** Null: nothing differs. */
export function matterChanges(form: MatterForm, petition: PetitionDetail): Partial<MatterForm> | null {
  return changes({ ...form }, { ...matterForm(petition) });
}

export function personChanges(form: PersonForm, party: PartyView): CorrectedPerson | null {
  const changed = changes({ ...form }, { ...personForm(party) });
  return changed && { id: party.id, ...changed };
}

function changes(form: Record<string, unknown>, before: Record<string, unknown>): Record<string, unknown> | null {
  const plain = (value: unknown) => (typeof value === "string" ? value.trim() : value);
  const changed = Object.entries(form)
    .map(([name, value]) => [name, plain(value)] as const)
    .filter(([name, value]) => value !== plain(before[name]));
  return changed.length === 0 ? null : Object.fromEntries(changed);
}
