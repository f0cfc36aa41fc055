import { expect, it } from "vitest";
import { BLANK, blankLines } from "./blanks";

it("knows the lines that are still to be written up", () => {
  const minutes = [
    { number: 1, text: "核对身份", struck: null },
    { number: 2, text: BLANK, struck: null },
    { number: 3, text: `物业公司答复${BLANK}，见录音`, struck: null },
    { number: 4, text: BLANK, struck: "误按打点" },
  ];
  expect(blankLines(minutes)).toEqual([2, 3]);
  expect(blankLines(minutes.slice(0, 1))).toEqual([]);
});
