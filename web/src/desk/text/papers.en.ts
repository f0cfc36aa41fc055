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
    take: "Add",
    taken: "accepted in the room",
    next: "Next hearing",
    noNext: "No next hearing",
  },
};
