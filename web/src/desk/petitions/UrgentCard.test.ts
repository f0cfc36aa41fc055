import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import type { PetitionDetail } from "../rest";
import { t } from "../text";
import UrgentCard from "./UrgentCard.vue";

const urgency = {
  since: 1_795_395_600_000,
  by_name: "甄某",
  reason: "扬言明天聚集",
  reported_to_name: "兰州市信访局",
  seen_at: null,
  seen_by_name: null,
};

const petition = (urgency: unknown, may: string[]) => ({ id: "p", version: 3, urgency, may }) as unknown as PetitionDetail;

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

it("says in words that nobody above has seen it, until somebody has", async () => {
  const waiting = show(UrgentCard, { petition: petition(urgency, []) }).page;
  expect(waiting.textContent).toContain(t.value.urgent.waiting);
  expect(waiting.textContent).toContain("兰州市信访局");
  const seen = { ...urgency, seen_at: 1_795_395_700_000, seen_by_name: "市某" };
  const { page } = show(UrgentCard, { petition: petition(seen, []) });
  await settled();
  expect(page.textContent).toContain("市某");
  expect(page.textContent).not.toContain(t.value.urgent.waiting);
});

it("confirms with the version that was read", async () => {
  const posted: unknown[] = [];
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    posted.push([path, JSON.parse(String(request.body))]);
    return Promise.resolve(new Response("{}", { headers: { "content-type": "application/json" } }));
  });
  const { page } = show(UrgentCard, { petition: petition(urgency, ["confirm_urgent"]) });
  [...page.querySelectorAll("button")].find((one) => one.textContent.includes(t.value.urgent.confirm))?.click();
  await settled();
  expect(posted).toEqual([["/api/petitions/p/urgent", { version: 3, step: { kind: "confirm" } }]]);
});

it("offers the mark to whoever may set it, and nothing to others", () => {
  expect(show(UrgentCard, { petition: petition(null, ["mark_urgent"]) }).page.textContent).toContain(t.value.urgent.mark);
  expect(show(UrgentCard, { petition: petition(null, []) }).page.textContent?.trim()).toBe("");
});

it("loads the petition anew when somebody was faster, so that the same can be sent again", async () => {
  const stale = { type: "about:blank", title: "", status: 409, code: "stale" };
  vi.stubGlobal("fetch", () =>
    Promise.resolve(
      new Response(JSON.stringify(stale), { status: 409, headers: { "content-type": "application/problem+json" } }),
    ),
  );
  const changed = vi.fn();
  const { page } = show(UrgentCard, { petition: petition(urgency, ["confirm_urgent"]), onChanged: changed });
  [...page.querySelectorAll("button")].find((one) => one.textContent.includes(t.value.urgent.confirm))?.click();
  await settled();
  expect(changed).toHaveBeenCalledOnce();
});

it("sends a report to where reports go, and says so", () => {
  const sealed = { ...petition({ ...urgency, reported_to_name: null }, ["pass_urgent"]), category: "report" };
  const text = show(UrgentCard, { petition: sealed }).page.textContent ?? "";
  expect(text).toContain(t.value.urgent.notReportedSealed);
  expect(text).toContain(t.value.urgent.pass);
  expect(text).not.toContain("信访部门");
});
