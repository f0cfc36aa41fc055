import type { paperwork as zh } from "./paperwork.zh";

export const paperwork: typeof zh = {
  phrases: {
    title: "Phrases for minutes",
    about:
      "Clerks pick them while they write; one a line. At most 60 of at most 300 characters; with none, the shipped ones come back.",
    kind: "Kind of hearing",
    own: "Written by us",
    shipped: "Shipped",
    save: "Save phrases",
    restore: "Restore the shipped ones",
    saved: "Phrases saved",
    open: "Phrases",
    openHint: "Phrases (F2)",
    filter: "Type to filter, Enter inserts",
    none: "No phrase has these words",
    bounds: "At most 60 phrases of at most 300 characters. Change them and save again.",
  },
  conclusions: {
    tab: "Conclusions",
    none: "No conclusion waits to be delivered",
    noneDo: "After a formal hearing is closed, its conclusion is here until it is published.",
    until: (day: string) => `To be delivered by ${day}`,
    announced: "Announced on the spot: 10 days",
    later: "Not announced on the spot: 20 days",
    overdue: "Overdue",
    delivered: (at: string) => `Delivered ${at}`,
    accepted: (at: string) => `Accepted in the room ${at}`,
    next: "The next hearing",
    before: "Goes on with",
    today: "Conclusions to be delivered",
    left: (words: string) => `To be delivered: ${words}`,
  },
};
