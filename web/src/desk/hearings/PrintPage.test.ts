import { afterEach, expect, it, vi } from "vitest";
import { hearings } from "../api";
import { show, type Shown } from "../parts/show";
import type { HearingDetail, MinutesView, SigningView } from "../rest";
import PrintPage from "./PrintPage.vue";

const hearing = {
  id: "h", number: "HL-1", kind: "mediation", petition_number: "XF-1", petition_title: "物业", host_name: "某区信访局", starts_at: 0, ends_at: 1,
  stage: { stage: "signing", phase: null, reason: null, since: 0 }, seats: [], outcome: null,
} as unknown as HearingDetail;
const line = { id: "e", number: 1, revision: 2, phase: "opening", speaker: null, text: "六十八户", struck: null, at: 0, author: "c" };
const minutes = { entries: [line], wordings: [] } as unknown as MinutesView;
const text = "接访笔录：调解\n版本：1\n笔录：\n1. 开场核身 2026-11-23 10:00:00 记录：\n  六十六户\n（完）\n";

let shown: Shown | undefined;
afterEach(() => {
  shown?.gone();
  vi.restoreAllMocks();
});

async function printed(versions: SigningView["versions"]): Promise<HTMLElement> {
  const none: SigningView = { versions: [], corrections: [], signatures: [], signers: [], seals: [], key: "" };
  vi.spyOn(hearings, "one").mockResolvedValue(hearing);
  vi.spyOn(hearings, "minutes").mockResolvedValue(minutes);
  vi.spyOn(hearings, "signing").mockImplementation((_, paper) => Promise.resolve(paper === "minutes" ? { ...none, versions } : none));
  shown = show(PrintPage, { id: "h" });
  const { page } = shown;
  await vi.waitFor(() => expect(page.querySelector(versions.length > 0 ? "code" : ".line")).not.toBeNull());
  return page;
}

it("prints what was frozen, byte for byte, with its version and hash, and not what the lines say now", async () => {
  const page = await printed([{ version: 1, sha256: "ab12cd34", frozen_at: 0, text }]);
  expect(page.querySelector("[data-part=frozen]")?.textContent).toBe(text);
  expect(page.textContent).toContain("第 1 版");
  expect(page.querySelector("code")?.textContent).toBe("ab12cd34");
  expect(page.textContent).not.toContain("六十八户");
});

it("prints the lines as they are where nothing is frozen yet", async () => {
  const page = await printed([]);
  expect(page.querySelector(".line")?.textContent).toContain("六十八户");
  expect(page.querySelector("[data-part=frozen]")).toBeNull();
});
