// The form of a registration: what it needs before it is sent, and how it is sent.
import { halfWidth, within } from "@/i18n/typed";
import { newId } from "@/state/newId";
import type { AlikeRequest, NewPetition } from "../rest";

export interface Person {
  /** Tells lines apart, also those that were kept and come back. */
  key: string;
  name: string;
  phone: string;
}

export interface RegistrationForm {
  /** Drawn when it is first sent, and kept with it: sent again after a lost answer it is the same petition. */
  key: string;
  title: string;
  text: string;
  place: string;
  category: NewPetition["category"];
  purpose: NewPetition["purpose"];
  content_class: NewPetition["content_class"];
  channel: NonNullable<NewPetition["channel"]>;
  signed: boolean;
  /** Of who calls or comes: what was taken down was read back to them. */
  read_back: boolean;
  /** Whom a letter to the leader's mailbox names; empty: nobody. */
  leader: string;
  organ_name: string;
  external_number: string;
  /** Days, YYYY-MM-DD; empty: not told. */
  dated: string;
  answer_by: string;
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
    key: "",
    title: "",
    text: "",
    place: "",
    category: "appeal",
    purpose: "resolution",
    content_class: "livelihood",
    channel: "visit",
    signed: true,
    read_back: false,
    leader: "",
    organ_name: "",
    external_number: "",
    dated: "",
    answer_by: "",
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

export function blankPerson(): Person {
  return { key: newId(), name: "", phone: "" };
}

type Channel = RegistrationForm["channel"];
/** On paper: nobody need have put their name to it, and it says where it comes from. */
const ON_PAPER: readonly Channel[] = ["letter", "fax", "superior_transfer", "other_organ"];

export const isOnPaper = (channel: Channel) => ON_PAPER.includes(channel);
/** Its petitioner tells it, and it is read back to them (art. 19). */
export const isTakenDown = (channel: Channel) => channel === "phone" || channel === "visit";
/** A letter to the leader's mailbox (领导信箱) may name one; a report is sealed, and names none. */
export const mayNameLeader = ({ channel, category }: RegistrationForm) => channel === "leader_mailbox" && category !== "report";
/** Who writes or comes can be answered by post: an address is enough (art. 19). */
export const isAnsweredByPost = (channel: Channel) => isOnPaper(channel) || channel === "visit";

export type RegistrationField =
  | "title"
  | "text"
  | "place"
  | "leader"
  | "organ_name"
  | "external_number"
  | "dated"
  | "answer_by"
  | "persons"
  | "name"
  | "phone"
  | "id_number"
  | "address"
  | "accused"
  | "representatives"
  | "co_petitioners";

const blank = (...texts: string[]) => texts.every((text) => text.trim() === "");

/** A line without a name is not sent; one with a number of somebody is not left out unsaid. */
const isSent = (one: Person) => !blank(one.name);
export const isNameless = (one: Person) => blank(one.name) && !blank(one.phone);

export interface RefusedLine {
  key: string;
  part: "name" | "phone";
  sentence: string;
}

/** The line that the server means by `co_petitioners.36.phone`: it counts those that were sent. */
export function lineOf(form: RegistrationForm, field: string, sentence: string): RefusedLine | null {
  const [list = "", at = "", part = ""] = field.split(".");
  if ((list !== "co_petitioners" && list !== "representatives") || (part !== "name" && part !== "phone")) return null;
  const line = form[list].filter(isSent)[Number(at)];
  return line ? { key: line.key, part, sentence } : null;
}

/** Fields to mend, in the order they stand on the page. */
export function faultsIn(form: RegistrationForm): RegistrationField[] {
  const paper = isOnPaper(form.channel);
  const unsigned = paper && !form.signed;
  const phone = halfWidth(form.phone);
  const reached = unsigned || (isAnsweredByPost(form.channel) && within(form.address, 1));
  const checks: [RegistrationField, boolean][] = [
    ["title", within(form.title, 4, 100)],
    ["text", within(form.text, 10, 10_000)],
    ["place", form.place !== ""],
    ["accused", form.category !== "report" || Boolean(form.accused) || within(form.respondent, 2)],
    ["organ_name", !paper || within(form.organ_name, 2, 100) || blank(form.organ_name, form.external_number)],
    ["external_number", !paper || within(form.external_number, 0, 64)],
    ["answer_by", !paper || !form.answer_by || !form.dated || form.answer_by >= form.dated],
    ["persons", Number.isInteger(form.persons) && form.persons >= 1 && form.persons <= 100_000],
    ["name", unsigned || within(form.name, 1)],
    ["phone", phone === "" ? reached : /^[+\d][\d -]{6,19}$/.test(phone)],
    ["id_number", form.id_number.trim() === "" || /^\d{17}[\dXx]$/.test(halfWidth(form.id_number))],
    ["representatives", !form.representatives.some(isNameless)],
    ["co_petitioners", !form.co_petitioners.some(isNameless)],
  ];
  return checks.filter(([, fine]) => !fine).map(([field]) => field);
}

/**
 * What may have been registered before is asked for once title and place are there; a report is compared with nothing. The
 * server counts numbers that are looked for: half of one is none, and of a landline only who left the field knows the whole.
 */
export function soughtOf(form: RegistrationForm, isPhoneTyped = false): AlikeRequest | null {
  const title = form.title.trim();
  if (!within(title, 4) || form.place === "" || form.category === "report") return null;
  const { place, category, content_class } = form;
  const [phone, id_number] = [halfWidth(form.phone), halfWidth(form.id_number)];
  const digits = phone.replace(/\D/g, "");
  const isWhole = digits.startsWith("1") ? digits.length === 11 : !isPhoneTyped && digits.length >= 7;
  return {
    title,
    place,
    category,
    content_class,
    phone: isWhole ? phone : undefined,
    id_number: id_number.length === 18 ? id_number : undefined,
  };
}

/** What is sent: empty fields and empty lines are left out. */
export function petitionOf(form: RegistrationForm): NewPetition {
  // A cleared date picker leaves null.
  const filled = (text: string | null) => text?.trim() || undefined;
  const paper = isOnPaper(form.channel);
  const origin = {
    organ_name: filled(form.organ_name),
    external_number: filled(form.external_number),
    dated: filled(form.dated),
    answer_by: filled(form.answer_by),
  };
  const people = (list: readonly Person[]) =>
    list
      .filter(isSent)
      .map((one) => ({ name: one.name.trim(), phone: filled(halfWidth(one.phone)) }));
  return {
    title: form.title.trim(),
    text: form.text.trim(),
    place: form.place,
    category: form.category,
    purpose: form.purpose,
    content_class: form.content_class,
    channel: form.channel,
    signed: !paper || form.signed,
    read_back: isTakenDown(form.channel) ? form.read_back : undefined,
    leader: mayNameLeader(form) ? filled(form.leader) : undefined,
    origin: paper && Object.values(origin).some(Boolean) ? origin : undefined,
    respondent: filled(form.respondent),
    // A cleared list leaves nothing.
    accused: form.category === "report" ? filled(form.accused ?? "") : undefined,
    persons_concerned: form.persons,
    petitioner: {
      name: form.name.trim(),
      phone: filled(halfWidth(form.phone)),
      id_number: filled(halfWidth(form.id_number)),
      address: filled(form.address),
    },
    co_petitioners: people(form.co_petitioners),
    representatives: people(form.representatives),
  };
}
