import type { papers as zh } from "./papers.zh";

export const papers: typeof zh = {
  papers: {
    reading: "Read the minutes aloud",
    readFirst: "Begin reading",
    readNext: "Next line",
    readBefore: "Line before",
    readStop: "Stop reading",
    readKeys: "↑ and ↓ move it; every screen follows",
    readingLine: (n: number) => `Line ${n} is being read; every screen follows`,
    accepted: "Accepted in the room",
    acceptedHint: "Taken over word for word as it was accepted.",
    earlier: "accepted in the session before",
    earlierLine: "from the minutes of the session before",
    leftOutAsk: (items) => `Agencies accepted this in the room, and it is not in the outcome: ${items}. Left out, it is no action item and nobody follows it (this is put on record). Issue it so all the same?`,
    take: "Add",
    taken: "accepted in the room",
    next: "Next hearing",
    noNext: "No next hearing",
  },
};
