import { expect, it } from "vitest";
import type { HearingDetail, SignatureView, SigningView } from "../rest";
import { signedPapers, takesPaper } from "./signedPapers";

function signing(versions: number, signed: readonly [seat: string, version: number][] = []): SigningView {
  const signature = ([seat, version]: readonly [string, number]): SignatureView => ({
    seat, version, by: seat, at: 0, kind: "drawn", sha256: `${seat}${version}`, strokes: null, name: null, reason: null, attachment: null,
  });
  return {
    versions: Array.from({ length: versions }, (_, n) => ({ version: n + 1, sha256: `v${n + 1}`, frozen_at: 0, text: "" })),
    corrections: [], signatures: signed.map(signature), signers: ["clerk", "unit"], seals: [], key: "",
  };
}

it.each([
  ["nothing where nothing was frozen", signing(0), signing(0), []],
  ["the minutes alone where nobody agreed", signing(1, [["clerk", 1], ["unit", 1]]), signing(0), [["minutes", 1, []]]],
  ["both, and who is missing", signing(2, [["clerk", 2]]), signing(1), [["minutes", 2, ["unit"]], ["agreement", 1, ["clerk", "unit"]]]],
  ["who signed an older version is missing", signing(2, [["clerk", 1], ["unit", 2]]), signing(0), [["minutes", 2, ["clerk"]]]],
])("shows %s", (_claim, minutes, agreement, expected) => {
  const shown = signedPapers(minutes, agreement).map(({ paper, latest, unsigned }) => [paper, latest.version, unsigned]);
  expect(shown).toEqual(expected);
});

it.each([
  ["in_person", "clerk", null, true],
  ["adjourned", "presider", null, true],
  ["in_person", "agency_rep", null, false],
  ["in_person", "clerk", "依法回避", false],
  ["closed", "clerk", null, false],
])("paper is taken at %s by a %s (removed: %s): %s", (stage, role, removed, expected) => {
  const hearing = { stage: { stage }, archived: null, seats: [{ id: "mine", role, removed }], my_seat: "mine" };
  expect(takesPaper(hearing as unknown as HearingDetail)).toBe(expected);
  expect(takesPaper({ ...hearing, my_seat: null } as unknown as HearingDetail)).toBe(false);
  expect(takesPaper({ ...hearing, archived: { at: 0 } } as unknown as HearingDetail)).toBe(false);
});

it("has the versions before the last, newest first, and what was corrected", () => {
  const correction = { version: 1, seat: "unit", entry: null, text: "应为三楼", at: 0, answer: null };
  const [minutes] = signedPapers({ ...signing(3), corrections: [correction] }, signing(0));
  expect(minutes?.earlier.map((one) => one.version)).toEqual([2, 1]);
  expect(minutes?.corrections).toEqual([correction]);
});
