import { expect, it } from "vitest";
import type { Ticket } from "../before";
import { served, written } from "./counts";

const ticket = (state: Ticket["state"], persons: number) => ({ state, persons }) as Ticket;

it("begins with what the queue received, and a correction with what was written down", () => {
  expect(served({ tickets: [ticket("served", 2), ticket("served", 1), ticket("no_show", 5), ticket("left", 1)] })).toEqual({ cases: 2, persons: 3 });
  expect(written({ cases: 4, persons: 9 })).toEqual({ cases: 4, persons: 9 });
});
