import { get, post, put } from "@/api/http";
import { upload } from "@/api/upload";
import type * as rest from "../rest";
import { asked, id } from "./path";

/** What the work list is narrowed by; empty texts are left out. Names are those of the REST contract. */
export interface PetitionFilter {
  state: string;
  /** Code of a division. */
  place: string;
  category: string;
  content_class: string;
  channel: string;
  unit: string;
  desk: string;
  due: string;
  registered_from: string;
  registered_to: string;
  /** `mine`, `unit`. */
  whose: string;
  /** `true`. */
  urgent: string;
  search: string;
}

export const petitions = {
  /** What is searched for goes in the body: it is often a name, a phone or an identity number. */
  list({ search, urgent, ...filter }: PetitionFilter, after: string | null, limit = 50) {
    if (search === "") return get<rest.PetitionList>(`/petitions?${asked({ ...filter, urgent, after, limit })}`);
    const filled = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
    return post<rest.PetitionList>("/petitions/search", { search, filter: { ...filled, urgent: urgent === "true", after, limit } });
  },
  counts: () => get<rest.PetitionCounts>("/petitions/counts"),
  /** Marks it as urgent, says that it was seen above, reports it onwards, takes the mark off. */
  urgent(petition: string, version: number, kind: rest.UrgentStep["kind"], reason: string) {
    const step = kind === "confirm" || kind === "pass" ? { kind } : { kind, reason };
    return post<rest.PetitionDetail>(`/petitions/${id(petition)}/urgent`, { version, step });
  },
  /** Disputes about competence that are mine to rule on. */
  toRule: (after: string | null) => get<rest.PetitionList>(`/petitions?${asked({ to_rule: true, after })}`),
  one: (petition: string) => get<rest.PetitionDetail>(`/petitions/${id(petition)}`),
  timeline: (petition: string, openings: boolean, after: string | null) =>
    get<rest.TimelineList>(`/petitions/${id(petition)}/timeline?${asked({ openings, after })}`),
  deliveries: (petition: string, after: string | null) =>
    get<rest.DeliveryList>(`/petitions/${id(petition)}/deliveries?${asked({ after })}`),
  alike: (sought: rest.AlikeRequest) => post<rest.AlikePetitions>("/petitions/alike", sought),
  /** Nothing: done, and the report is no longer ours to see. */
  transition: (petition: string, version: number, transition: rest.Transition) =>
    post<rest.PetitionDetail | undefined>(`/petitions/${id(petition)}/transitions`, { version, transition }),
  /** Each row with what came of it; sent again with the same key, nothing is done twice. */
  transitions: (key: string, rows: rest.PetitionRow[], transition: rest.Transition) =>
    post<rest.BulkOutcome[]>(
      "/petitions/transitions",
      { key, petitions: rows.map(({ id, version }) => ({ id, version })), transition },
      120_000,
    ),
  renewCode: (petition: string) => post<rest.QueryCode>(`/petitions/${id(petition)}/query-code`),
  /** To the phone on record for the petitioner. */
  sendCode: (petition: string) => post<void>(`/petitions/${id(petition)}/query-code/message`),
  attach(petition: string, file: File, progress: (done: number) => void, cancel: AbortSignal) {
    const form = new FormData();
    form.append("file", file);
    return upload<rest.AttachmentView>(`/petitions/${id(petition)}/attachments`, form, progress, cancel);
  },
  representatives: (petition: string) =>
    get<rest.Representatives>(`/petitions/${id(petition)}/representatives`),
  elect: (petition: string, version: number, people: string[]) =>
    post<rest.Representatives>(`/petitions/${id(petition)}/representatives`, { version, people }),
  correct: (petition: string, body: rest.CorrectionRequest) =>
    post<rest.PetitionDetail>(`/petitions/${id(petition)}/corrections`, body),
  corrections: (petition: string) => get<rest.RecordCorrection[]>(`/petitions/${id(petition)}/corrections`),
  join: (petition: string, body: rest.JoiningRequest) =>
    post<rest.PetitionDetail>(`/petitions/${id(petition)}/parties`, body),
  endAuthority: (petition: string, body: rest.EndAuthorityRequest) =>
    post<rest.PetitionDetail>(`/petitions/${id(petition)}/parties/end-authority`, body),
  attachmentUrl: (attachment: string) => `/api/attachments/${id(attachment)}`,
};

export const documents = {
  of: (petition: string) => get<rest.DocumentList>(`/petitions/${id(petition)}/documents`),
  preview: (petition: string, asked: rest.DocumentRequest) =>
    post<rest.DocumentPreview>(`/petitions/${id(petition)}/documents/preview`, asked),
  issue: (petition: string, asked: rest.DocumentRequest) =>
    post<rest.DocumentView>(`/petitions/${id(petition)}/documents`, asked),
  url: (petition: string, document: string) => `/api/petitions/${id(petition)}/documents/${id(document)}`,
  templates: () => get<rest.Templates>("/document-templates"),
  saveTemplates: (templates: rest.NewTemplates) => put<rest.Templates>("/document-templates", templates),
  previewTemplate: (kind: rest.DocumentKind, templates: rest.NewTemplates) =>
    post<rest.DocumentPreview>("/document-templates/preview", { kind, templates }),
};
