import { expect, it } from "vitest";
import type { NewTemplates } from "../rest";
import { blankTemplates, rebased } from "./templates";

const read: NewTemplates = {
  version: 1, heading: "某县信访局", prefix: "信", kinds: [{ kind: "acceptance", pattern: "{prefix}{n}", closing: "特此告知" }],
};
const [acceptance] = read.kinds as [NewTemplates["kinds"][number]];

it("keeps what was typed, and takes over what somebody else saved of the rest", () => {
  const typed = { ...read, heading: "某县人民政府信访局", kinds: [{ ...acceptance, closing: "特此告知。" }] };
  const now = { ...read, version: 2, heading: "某县信访办", prefix: "信复", kinds: [{ ...acceptance, pattern: "{prefix}〔{year}〕{n}" }] };
  expect(rebased(typed, read, now)).toEqual({
    version: 2, heading: "某县人民政府信访局", prefix: "信复",
    kinds: [{ kind: "acceptance", pattern: "{prefix}〔{year}〕{n}", closing: "特此告知。" }],
  });
});

it("begins with what is saved, and shares nothing with it", () => {
  const begun = rebased(blankTemplates(), blankTemplates(), read);
  expect(begun).toEqual(read);
  expect(begun.kinds[0]).not.toBe(acceptance);
});
