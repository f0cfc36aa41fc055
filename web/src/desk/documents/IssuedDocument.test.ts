import { expect, it } from "vitest";
import { show } from "../parts/show";
import type { DocumentView } from "../rest";
import IssuedDocument from "./IssuedDocument.vue";

const issued = { id: "d", kind: "acceptance", number: "七信受〔2026〕1号", issued_at: 0 } as DocumentView;

it("is opened by who may read it, and known by its number to everybody", () => {
  for (const [opens, links] of [[true, 2], [false, 0]] as const) {
    const { page } = show(IssuedDocument, { petition: "p", document: issued, corrected: false, opens });
    expect(page.querySelectorAll("a")).toHaveLength(links);
    expect(page.textContent).toContain(issued.number);
  }
});
