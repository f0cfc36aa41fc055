import { describe, expect, it } from "vitest";
import type { DocumentKind, DocumentView } from "../rest";
import { correctable, correctedOnes, deliverable, isComplete, requestOf } from "./documents";

function document(id: string, kind: DocumentKind, corrects: string | null = null): DocumentView {
  return {
    id,
    kind,
    corrects,
    number: id,
    agency_name: "",
    maker_name: "",
    issued_at: 0,
    size: 0,
    sha256: "",
    code: "",
    for_petitioner: true,
    hearing: null,
  };
}

const issued = [
  document("a", "acceptance"),
  document("b", "acceptance", "a"),
  document("c", "transfer"),
  document("d", "delivery"),
];

describe("documents", () => {
  it("that were corrected are known", () => expect([...correctedOnes(issued)]).toEqual(["a"]));

  it("are delivered, receipts are not", () => {
    expect(deliverable(issued).map((one) => one.id)).toEqual(["a", "b", "c"]);
  });

  it("are corrected by their own kind, and once", () => {
    expect(correctable(issued, "acceptance").map((one) => one.id)).toEqual(["b"]);
    expect(correctable(issued, "opinion")).toEqual([]);
  });
});

describe("a form", () => {
  const form = { kind: "delivery" as DocumentKind, text: " ", delivers: "", corrects: "" };
  const chosen = { kind: "delivery" as DocumentKind, article: 23, needs_text: false };

  it("is complete when its kind has what it needs", () => {
    expect(isComplete(form, chosen)).toBe(false);
    expect(isComplete({ ...form, delivers: "a" }, chosen)).toBe(true);
    expect(isComplete({ ...form, kind: "acceptance" }, chosen)).toBe(true);
    expect(isComplete({ ...form, kind: "review" }, { ...chosen, needs_text: true })).toBe(false);
    expect(isComplete(form, undefined)).toBe(false);
  });

  it("sends nothing for what is blank", () => {
    expect(requestOf({ ...form, kind: "acceptance", delivers: "a" })).toEqual({
      kind: "acceptance",
      text: null,
      delivers: null,
      corrects: null,
    });
  });
});
