import { describe, expect, it } from "vitest";
import { lines, type Draft } from "@/state/drafts";
import { entry } from "@/state/sample";
import { cutAt, matches, mayBeStruck, sectionsOf, speakerOf, struckOf, textOf } from "./sections";

const draft: Draft = {
  op: "o",
  entry: "e2",
  revision: 2,
  phase: "statement",
  speaker: "me",
  text: "改过的话",
  at: 5,
  state: { is: "unsaved" },
};

describe("minutes", () => {
  it("have a heading wherever the phase changes, also when it comes back", () => {
    const all = lines(
      [entry(1, { phase: "opening" }), entry(2), entry(3), entry(4, { phase: "opening" })],
      [],
    );
    expect(sectionsOf(all).map((section) => [section.phase, section.lines.length])).toEqual([
      ["opening", 1],
      ["statement", 2],
      ["opening", 1],
    ]);
  });

  it("show the writer's own unsaved words", () => {
    const [, second] = lines([entry(1), entry(2, { speaker: "other" })], [draft]);
    expect(second && [textOf(second), speakerOf(second)]).toEqual(["改过的话", "me"]);
  });

  it("are struck as they are on record, and stand again where they are written again", () => {
    const all = lines([entry(1), entry(2, { struck: "重复" }), entry(3, { struck: "重复" })], [draft]);
    expect(all.map(struckOf)).toEqual([null, null, "重复"]);
    expect(all.map(mayBeStruck)).toEqual([true, false, false]);
  });

  it("are found by part of a word", () => {
    const [first] = lines([entry(1, { text: "物业费 ABC 公示" })], []);
    expect(first && matches(first, "abc")).toBe(true);
    expect(first && matches(first, "电梯")).toBe(false);
  });

  it.each([
    ["物业费和物业", "物业", ["", "物业", "费和", "物业", ""]],
    ["没有", "物业", ["没有"]],
    ["全部", " ", ["全部"]],
  ])("mark %s by %s", (text, word, parts) => expect(cutAt(text, word)).toEqual(parts));
});
