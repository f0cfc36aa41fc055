import { describe, expect, it } from "vitest";
import type { PapersView } from "@/wire";
import { withPapers } from "./papers";

const papers = (text?: string): PapersView => ({
  agreement: {
    version: 1, sha256: "00", frozen_at: 0, changed: false, corrections: [], seats: [],
    ...(text === undefined ? {} : { text }),
  },
  agreed: false,
  items: [],
  entries: [],
  reading: null,
});

describe("papers of a hearing", () => {
  it("keep the text that was left out because it is known", () => {
    expect(withPapers(papers("terms"), papers()).agreement?.text).toBe("terms");
    expect(withPapers(papers("terms"), papers("others")).agreement?.text).toBe("others");
    expect(withPapers(undefined, { ...papers(), agreement: null }).agreement).toBeNull();
  });
});
