import { afterEach, expect, it, vi } from "vitest";
import { hearings } from "../api";
import { show } from "../parts/show";
import type { SigningView } from "../rest";
import SigningSheet from "./SigningSheet.vue";

const version = (n: number, text: string) => ({ version: n, sha256: `v${n}`, frozen_at: 0, text });
const answer = { by: "c", at: 0, kind: "taken", entry: "e", line: 4, reason: null };
const minutes: SigningView = {
  versions: [version(1, "电梯停运二年"), version(2, "电梯停运三年")], signatures: [], signers: [], seals: [], key: "",
  corrections: [
    { version: 1, seat: "p", entry: "e", text: "应为三年", at: 1, answer },
    { version: 2, seat: "p", entry: null, text: "还漏了一句", at: 2, answer: { ...answer, kind: "declined", entry: null, line: null, reason: "录音中没有" } },
  ],
};
afterEach(() => vi.restoreAllMocks());

async function sheet(plain: boolean): Promise<HTMLElement> {
  const none = { ...minutes, versions: [], corrections: [] };
  vi.spyOn(hearings, "signing").mockImplementation((_, paper) => Promise.resolve(paper === "minutes" ? minutes : none));
  const { page } = show(SigningSheet, { id: "h", seats: [{ id: "p", label: "信访人", name: "赵某" }], plain });
  await vi.waitFor(() => expect(page.textContent).toContain("SHA-256"));
  return page;
}

it("has every version of the minutes, and what was asked to be corrected with its answer", async () => {
  const page = await sheet(false);
  expect([...page.querySelectorAll<HTMLElement>("[data-version]")].map((one) => one.dataset.version)).toEqual(["2", "1"]);
  expect(page.querySelector("[data-version='1']")?.textContent).toContain("停运二年");
  const corrections = page.querySelector("[data-part=corrections]")?.textContent ?? "";
  for (const said of ["赵某", "应为三年", "已更正第 4 条", "不采纳：录音中没有"]) expect(corrections).toContain(said);
});

it("is the frozen text on paper, with its corrections in it, and no other version", async () => {
  const page = await sheet(true);
  expect(page.querySelector("[data-part=frozen]")?.textContent).toBe("电梯停运三年");
  expect(page.querySelector("[data-version], [data-part=corrections]")).toBeNull();
});
