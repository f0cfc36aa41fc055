// How many a reception day received.
import type { QueueView } from "../before";
import type { ReceptionDay } from "../rest";

export interface Counts {
  cases: number;
  persons: number;
}

/** As its queue has it: a number that was received is a case. */
export function served({ tickets }: Pick<QueueView, "tickets">): Counts {
  const done = tickets.filter((ticket) => ticket.state === "served");
  return { cases: done.length, persons: done.reduce((sum, ticket) => sum + ticket.persons, 0) };
}

export const written = ({ cases, persons }: Pick<ReceptionDay, "cases" | "persons">): Counts => ({ cases: cases ?? 0, persons: persons ?? 0 });
