import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import type { HearingDetail } from "../rest";
import HearingPapers from "./HearingPapers.vue";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

it("says that its list did not come, and asks again", async () => {
  const answers = [
    new Response(JSON.stringify({ title: "Out of order", status: 500, code: "internal" }), { status: 500, headers: { "content-type": "application/problem+json" } }),
    new Response(JSON.stringify({ issued: [], may_open_papers: true, of_hearings: [{ hearing: "h", kind: "minutes", lacks: { code: "document_not_yet", detail: "" } }] }), { headers: { "content-type": "application/json" } }),
  ];
  vi.stubGlobal("fetch", () => Promise.resolve(answers.shift()));
  const { page } = show(HearingPapers, { hearing: { id: "h", petition: "p" } as HearingDetail });
  await settled();
  expect(page.querySelector("[role=alert]")).not.toBeNull();
  page.querySelector<HTMLElement>("[role=alert] button, [role=alert] el-button")?.click();
  await settled();
  expect(page.querySelector("[role=alert]")).toBeNull();
  expect(page.querySelector("[data-paper=minutes]")).not.toBeNull();
});
