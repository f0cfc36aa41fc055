import { describe, expect, it } from "vitest";
import type { Line } from "@/state/drafts";
import { entry } from "@/state/sample";
import { blankAfter, blankIn, missing, nextBlank } from "./skeleton";

const line = (id: string, text: string, phase: "opening" | "statement" = "opening"): Line => ({
  id,
  entry: { ...entry(1, { phase, text }), id },
  draft: null,
});
const template = {
  kind: "joint_reception",
  version: null,
  phases: [{ phase: "opening", lines: [{ entry: "a", line: "事由：【待补】" }, { entry: "b", line: "身份：【待补】" }] }],
} as const;

describe("the skeleton of a phase", () => {
  it("is put in once, whatever was made of its lines", () => {
    const written = [line("a", "事由：物业收费"), line("x", "别的")];
    expect(missing(template as never, "opening", written).map((one) => one.entry)).toEqual(["b"]);
    expect(missing(template as never, "statement", [])).toEqual([]);
  });

  it("leads from one line to be written up to the next, and round again", () => {
    const lines = [line("a", "【待补】"), line("b", "好"), line("c", "丙【待补】"), line("d", "【待补】", "statement")];
    for (const [after, next] of [[null, "a"], ["a", "c"], ["b", "c"], ["c", "a"], ["d", "a"]] as const) {
      expect(nextBlank(lines, "opening", after)?.id).toBe(next);
    }
    expect(nextBlank([line("a", "【待补】")], "opening", "a")).toBeNull();
    expect(nextBlank([], "opening", null)).toBeNull();
  });

  it("counts a struck line as done", () => {
    const struck: Line = { id: "a", entry: { ...entry(1, { phase: "opening", text: "事由：【待补】", struck: "本场不适用" }), id: "a" }, draft: null };
    expect(missing(template as never, "opening", [struck]).map((one) => one.entry)).toEqual(["b"]);
    expect(nextBlank([struck], "opening", null)).toBeNull();
  });

  it("has its first blank marked, to be typed over", () => {
    expect(blankIn("事由：【待补】；时限：【待补】。")).toEqual([3, 7]);
    expect(blankIn("写完了")).toEqual([3, 3]);
  });
});

it("a line may have several blanks, led to one after the other", () => {
  const text = "录音：【待补】。表示：【待补】。";
  expect(blankIn(text)).toEqual([3, 7]);
  expect(blankAfter(text, 7)).toEqual([11, 15]);
  expect(blankAfter(text, 15)).toBeNull();
});
