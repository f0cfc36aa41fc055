// What may be done with a number (the server decides the same), and its colour.
import type { Ticket, TicketStep } from "../before";
import type { Tone } from "../words/tone";

export type TicketStepKind = TicketStep["kind"];

/** Calling the first time is the queue's turn to choose; here a number is called again. */
export function stepsOf(state: Ticket["state"]): readonly TicketStepKind[] {
  switch (state) {
    case "waiting":
      return ["leave"];
    case "called":
      return ["serve", "call", "no_show", "return"];
    case "serving":
      return ["done"];
    case "no_show":
      return ["return"];
    case "served":
    case "left":
      return [];
  }
}

export function ticketTone(state: Ticket["state"]): Tone {
  switch (state) {
    case "waiting":
      return "plain";
    case "called":
      return "warn";
    case "serving":
      return "active";
    case "served":
      return "done";
    case "no_show":
      return "grave";
    case "left":
      return "plain";
  }
}
