// The form of a registration: what it needs before it is sent, and how it is sent.
import type { AlikeRequest, NewPetition } from "../rest";

export interface Person {
  key: number;
  name: string;
  phone: string;
}

export interface RegistrationForm {
  title: string;
  text: string;
  place: string;
  category: NewPetition["category"];
  purpose: NewPetition["purpose"];
  content_class: NewPetition["content_class"];
  channel: NonNullable<NewPetition["channel"]>;
  respondent: string;
  accused: string;
  persons: number;
  name: string;
  phone: string;
  id_number: string;
  address: string;
  co_petitioners: Person[];
  representatives: Person[];
}

/** Most representatives of a joint petition anywhere (art. 20); a place may allow fewer, the server says. */
export const MAX_REPRESENTATIVES = 5;

export function blankForm(): RegistrationForm {
  return {
    title: "",
    text: "",
    place: "",
    category: "appeal",
    purpose: "resolution",
    content_class: "livelihood",
    channel: "visit",
    respondent: "",
    accused: "",
    persons: 1,
    name: "",
    phone: "",
    id_number: "",
    address: "",
    co_petitioners: [],
    representatives: [],
  };
}

let made = 0;

export function blankPerson(): Person {
  made += 1;
  return { key: made, name: "", phone: "" };
}

export type RegistrationField =
  | "title"
  | "text"
  | "place"
  | "persons"
  | "name"
  | "phone"
  | "id_number"
  | "accused";

/** Fields to mend, in the order they stand on the page. */
export function faultsIn(form: RegistrationForm): RegistrationField[] {
  const length = (text: string) => [...text.trim()].length;
  const checks: [RegistrationField, boolean][] = [
    ["title", length(form.title) >= 4 && length(form.title) <= 100],
    ["text", length(form.text) >= 10 && length(form.text) <= 10_000],
    ["place", form.place !== ""],
    ["accused", form.category !== "report" || form.accused !== ""],
    ["persons", Number.isInteger(form.persons) && form.persons >= 1 && form.persons <= 100_000],
    ["name", length(form.name) > 0],
    ["phone", /^[+\d][\d -]{6,19}$/.test(form.phone.trim())],
    ["id_number", form.id_number.trim() === "" || /^\d{17}[\dXx]$/.test(form.id_number.trim())],
  ];
  return checks.filter(([, fine]) => !fine).map(([field]) => field);
}

/** What may have been registered before is asked for once title and place are there. A report is compared with nothing. */
export function soughtOf(form: RegistrationForm): AlikeRequest | null {
  const title = form.title.trim();
  if ([...title].length < 4 || form.place === "" || form.category === "report") return null;
  const whole = (text: string, digits: number) => (text.trim().length >= digits ? text.trim() : undefined);
  const { place, category, content_class } = form;
  return { title, place, category, content_class, phone: whole(form.phone, 7), id_number: whole(form.id_number, 18) };
}

/** What is sent: empty fields and empty lines are left out. */
export function petitionOf(form: RegistrationForm): NewPetition {
  const filled = (text: string) => text.trim() || undefined;
  const people = (list: readonly Person[]) =>
    list
      .filter((one) => one.name.trim() !== "")
      .map((one) => ({ name: one.name.trim(), phone: filled(one.phone) }));
  return {
    title: form.title.trim(),
    text: form.text.trim(),
    place: form.place,
    category: form.category,
    purpose: form.purpose,
    content_class: form.content_class,
    channel: form.channel,
    respondent: filled(form.respondent),
    accused: form.category === "report" ? filled(form.accused) : undefined,
    persons_concerned: form.persons,
    petitioner: {
      name: form.name.trim(),
      phone: form.phone.trim(),
      id_number: filled(form.id_number),
      address: filled(form.address),
    },
    co_petitioners: people(form.co_petitioners),
    representatives: people(form.representatives),
  };
}
