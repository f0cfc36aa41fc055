import { describe, expect, it } from "vitest";
import type { DocumentKind, DocumentList, DocumentView, HearingPaper } from "../rest";
import { correctable, correctedOnes, deliverable, hearingsFor, isComplete, makeable, requestOf } from "./documents";

function document(id: string, kind: DocumentKind, corrects: string | null = null, hearing: string | null = null): DocumentView {
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
    hearing,
  };
}

const issued = [
  document("a", "acceptance"),
  document("b", "acceptance", "a"),
  document("c", "transfer"),
  document("d", "delivery"),
  document("e", "minutes", null, "h1"),
];

describe("documents", () => {
  it("that were corrected are known", () => expect([...correctedOnes(issued)]).toEqual(["a"]));

  it("are delivered, receipts are not", () => {
    expect(deliverable(issued).map((one) => one.id)).toEqual(["a", "b", "c", "e"]);
  });

  it("are corrected by their own kind, and once", () => {
    const of = (kind: DocumentKind, hearing = "") => correctable(issued, { kind, hearing }).map((one) => one.id);
    expect(of("acceptance")).toEqual(["b"]);
    expect(of("opinion")).toEqual([]);
    expect(of("minutes", "h1")).toEqual(["e"]);
    expect(of("minutes", "h2")).toEqual([]);
  });

  it("of hearings can be made of each hearing that lacks nothing", () => {
    const paper = (hearing: string, kind: DocumentKind, lacking = false): HearingPaper => ({
      hearing,
      kind,
      article: 31,
      lacks: lacking ? { code: "document_not_yet", detail: "" } : null,
    });
    const list: DocumentList = {
      issued,
      owed: [],
      possible: [{ kind: "acceptance", article: 23, needs_text: false }],
      may_open_papers: true,
      of_hearings: [paper("h1", "minutes"), paper("h2", "minutes"), paper("h1", "agreement", true)],
    };
    expect(makeable(list).map((one) => one.kind)).toEqual(["acceptance", "minutes"]);
    expect(hearingsFor(list, "minutes")).toEqual(["h1", "h2"]);
    expect(hearingsFor(list, "agreement")).toEqual([]);
  });
});

describe("a form", () => {
  const form = { kind: "delivery" as DocumentKind, text: " ", delivers: "", corrects: "", hearing: "" };
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
      hearing: null,
    });
    expect(requestOf({ ...form, kind: "minutes", hearing: "h1" }).hearing).toBe("h1");
  });
});
