// What a person writes before it is sent: its rules, its storage form, and the body the server gets. Pure.
import { halfWidth, within } from "@/i18n/typed";
import type { Category, ContentClass, NewPetition, Purpose } from "../shape";

export interface Person {
  name: string;
  phone: string;
}

export interface Draft {
  title: string;
  text: string;
  place: string;
  category: Category;
  purpose: Purpose;
  contentClass: ContentClass | "";
  respondent: string;
  /** Id of the organ a report is about, if it is one of the list. */
  accused: string;
  /** Id of the leader that a letter to the leader's mailbox names. */
  leader: string;
  name: string;
  phone: string;
  idNumber: string;
  address: string;
  persons: string;
  coPetitioners: Person[];
  representatives: Person[];
}

export type Field = "subject" | "body" | "place" | "contentClass" | "respondent" | "name" | "phone" | "idNumber" | "persons" | "leader" | "personName" | "personPhone";

export function emptyDraft(): Draft {
  return {
    title: "", text: "", place: "", category: "appeal", purpose: "resolution", contentClass: "", respondent: "", accused: "", leader: "",
    name: "", phone: "", idNumber: "", address: "", persons: "1", coPetitioners: [], representatives: [],
  };
}

export const isPhone = (text: string): boolean => /^[+\d][\d\s-]{5,19}$/.test(halfWidth(text));

const personsOf = ({ persons }: Draft) => Number(halfWidth(persons));

/** What of each step is not as it must be; the server checks the same again. */
export function faults(draft: Draft, step: number): Field[] {
  const others = [...draft.coPetitioners, ...draft.representatives];
  const rules: [Field, number, boolean][] = [
    ["subject", 0, within(draft.title, 4, 100)],
    ["body", 0, within(draft.text, 10, 10_000)],
    ["place", 0, draft.place !== ""],
    ["contentClass", 0, draft.contentClass !== ""],
    ["respondent", 0, draft.category !== "report" || draft.accused !== "" || within(draft.respondent, 2, 100)],
    ["name", 1, within(draft.name, 1, 50)],
    ["phone", 1, isPhone(draft.phone)],
    ["idNumber", 1, draft.idNumber.trim() === "" || /^\d{17}[\dXx]$/.test(halfWidth(draft.idNumber))],
    ["persons", 1, /^\d+$/.test(halfWidth(draft.persons)) && personsOf(draft) >= 1 && personsOf(draft) <= 100_000],
    ["personName", 1, others.every((person) => person.name.trim() !== "")],
    ["personPhone", 1, others.every((person) => person.phone.trim() === "" || isPhone(person.phone))],
  ];
  return rules.filter(([, of, holds]) => of === step && !holds).map(([field]) => field);
}

/** Purposes that make sense for a category; the first is the usual one. */
export function purposesOf(category: Category): readonly Purpose[] {
  switch (category) {
    case "appeal": return ["resolution", "appeal", "consultation", "other"];
    case "suggestion": return ["suggestion", "consultation", "other"];
    case "report": return ["exposure"];
  }
}

export function bodyOf(draft: Draft, toLeader = false): NewPetition {
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  const person = ({ name, phone }: Person) => ({ name: name.trim(), phone: orNull(halfWidth(phone)) });
  return {
    title: draft.title.trim(), text: draft.text.trim(), place: draft.place, category: draft.category,
    purpose: draft.purpose, content_class: draft.contentClass === "" ? "other" : draft.contentClass,
    respondent: orNull(draft.respondent), accused: draft.category === "report" ? orNull(draft.accused) : null,
    persons_concerned: personsOf(draft),
    petitioner: {
      name: draft.name.trim(), phone: halfWidth(draft.phone), id_number: orNull(halfWidth(draft.idNumber).toUpperCase()), address: orNull(draft.address),
    },
    ...(toLeader ? { channel: "leader_mailbox" as const, leader: draft.category === "report" ? null : orNull(draft.leader) } : {}),
    co_petitioners: draft.coPetitioners.map(person), representatives: draft.representatives.map(person),
  };
}

/** Storage form. The ID number is never kept on a device that others may use. */
export function pack(draft: Draft): string {
  return JSON.stringify({ ...draft, idNumber: "" });
}

/** Null when nothing is kept, or it is damaged. What an older page did not ask for yet is empty. */
export function unpack(kept: string | null): Draft | null {
  if (kept === null) return null;
  try {
    const empty = emptyDraft();
    const read: Record<string, unknown> = { ...empty, ...(JSON.parse(kept) as Record<string, unknown>) };
    const same = Object.entries(empty).every(([name, value]) => typeof read[name] === typeof value && Array.isArray(read[name]) === Array.isArray(value));
    return same ? { ...empty, ...(read as Partial<Draft>) } : null;
  } catch {
    return null;
  }
}

export function isEmpty(draft: Draft): boolean {
  return pack(draft) === pack(emptyDraft());
}

/** Which of our fields the server's `field` means, and on which step it is. */
export function fieldOf(name: string | null): { field: Field; step: number } | null {
  if (/^(co_petitioners|representatives)\.\d+\.phone$/.test(name ?? "")) return { field: "personPhone", step: 1 };
  switch (name?.replace(/[.[]\d+.*$/, "")) {
    case "title": return { field: "subject", step: 0 };
    case "text": return { field: "body", step: 0 };
    case "place": return { field: "place", step: 0 };
    case "leader": return { field: "leader", step: 0 };
    case "accused":
    case "respondent": return { field: "respondent", step: 0 };
    case "petitioner.name": return { field: "name", step: 1 };
    case "petitioner.phone": return { field: "phone", step: 1 };
    case "petitioner.id_number": return { field: "idNumber", step: 1 };
    case "persons_concerned": return { field: "persons", step: 1 };
    case "co_petitioners":
    case "representatives": return { field: "personName", step: 1 };
    default: return null;
  }
}
