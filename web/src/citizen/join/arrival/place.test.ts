import { expect, it } from "vitest";
import { seat } from "@/state/sample";
import { placeInLine } from "./place";

it("counts who came before and still waits", () => {
  const seats = [
    seat("a", { presence: { is: "waiting", since: 10 } }),
    seat("b", { presence: { is: "seated", since: 5 } }),
    seat("c", { presence: { is: "waiting", since: 30 } }),
    seat("d", { presence: { is: "invited" } }),
  ];
  expect(["a", "b", "c", "d", "?"].map((own) => placeInLine(seats, own))).toEqual([0, null, 1, null, null]);
});
