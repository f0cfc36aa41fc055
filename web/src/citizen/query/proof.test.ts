import { expect, it } from "vitest";
import { proofWords } from "./proof";

it("counts what shows that a promise was kept, by kind and not by name", () => {
  const types = ["application/pdf", "image/jpeg", "image/png", "application/msword", "text/plain"];
  expect(proofWords(types)).toBe("图片 2 份、PDF 1 份、其他材料 2 份");
  expect(proofWords([])).toBe("");
});
