import { describe, expect, it } from "vitest";
import { entry } from "@/state/sample";
import { askedBy, numberOf, unanswered } from "./corrections";

const asked = (id: string, seat: string, answer?: "taken" | "declined") => ({
  id, seat, version: 1, entry: null, text: "应为六十八户", at: 1,
  ...(answer === undefined ? {} : { answer: { by: "clerk", at: 2, answer: answer === "taken" ? { is: answer, entry: "e2" } : { is: answer, reason: "录音中并无此句" } } }),
}) as const;

describe("corrections that were asked for", () => {
  const all = [asked("a", "petitioner", "taken"), asked("b", "unit"), asked("c", "petitioner")];

  it("wait until somebody answers", () => expect(unanswered(all).map((one) => one.id)).toEqual(["b", "c"]));
  it("are shown to who asked", () => expect(askedBy(all, "petitioner").map((one) => one.id)).toEqual(["a", "c"]));
  it("name their line by its number", () => {
    const minutes = [entry(1, { text: "一" }), entry(2, { text: "二" })];
    expect([numberOf(minutes, "e2"), numberOf(minutes, "x"), numberOf(minutes, null)]).toEqual([2, null, null]);
  });
});
