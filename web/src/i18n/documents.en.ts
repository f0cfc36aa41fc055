import type { documents as zh } from "./documents.zh";

export const documents: typeof zh = {
  registration: "Registration receipt",
  transfer: "Letter of transfer",
  assignment: "Letter of assignment",
  diversion: "Notice of another lawful way",
  acceptance: "Notice of acceptance",
  non_acceptance: "Notice of non-acceptance",
  no_longer_accepted: "Notice of no further acceptance",
  extension: "Notice of extension",
  review_refused: "Notice that review was asked for too late",
  opinion: "Handling opinion",
  review: "Review opinion",
  rereview: "Re-review opinion",
  delivery: "Delivery receipt",
  minutes: "Minutes",
  outcome: "Outcome of the hearing",
  agreement: "Mediation agreement",
};
