import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { Problem } from "@/api/http";
import { show, type Shown } from "../parts/show";
import OutcomeForm from "./OutcomeForm.vue";

const issue = vi.hoisted(() => vi.fn());
const confirmed = vi.hoisted(() => vi.fn());
const item = {
  id: "p1", agency: "a", content: "三日内公开账目", deadline: "2099-01-01", entry: "e0", at: 0,
  answer: { is: "accepted", seat: "s", at: 0 }, earlier: true,
};
vi.mock("../api", async (original) => ({
  ...(await original<object>()),
  hearings: { issue, itemProposals: () => Promise.resolve([item]), minutes: () => Promise.resolve({ entries: [] }) },
}));
vi.mock("../parts/known", () => ({ organs: { rows: new Map([["a", { name: "住建局" }]]), know: () => Promise.resolve() } }));
vi.mock("../parts/AgencySelect.vue", () => ({ default: { render: () => null } }));
vi.mock("../parts/say", () => ({ confirmed, failed: vi.fn(), told: vi.fn() }));

const issued = vi.fn();
let shown: Shown;
const the = (selector: string) => shown.page.querySelector(selector) as HTMLElement;

beforeEach(async () => {
  localStorage.clear();
  for (const mock of [issue, confirmed, issued]) mock.mockReset();
  shown = show(OutcomeForm, { hearing: { id: "h" }, seats: [], stage: "signing", onIssued: issued });
  await vi.waitFor(() => expect(the("[data-part=accepted-items]").textContent).toContain("上次会议认领"));
  await shown.type(the("textarea") as HTMLTextAreaElement, "物业公司十日内公开收费明细。");
  (the("input[type=checkbox]") as HTMLInputElement).click();
  await nextTick();
});
afterEach(() => shown.gone());

const leftOut = () => issue.mockRejectedValueOnce(new Problem(422, "left_out"));
const submit = () => the("form").dispatchEvent(new Event("submit", { cancelable: true }));

it("names what an agency accepted before it is left out", async () => {
  leftOut();
  issue.mockResolvedValueOnce({ id: "h" });
  confirmed.mockResolvedValue(true);
  submit();
  await vi.waitFor(() => expect(issued).toHaveBeenCalled());
  expect(confirmed.mock.calls[1]?.[0]).toContain("住建局三日内公开账目");
  expect(issue.mock.calls.map(([, asked]) => asked.left_out)).toEqual([undefined, ["p1"]]);
});

it("issues nothing while it is not said so, and keeps what was written", async () => {
  leftOut();
  confirmed.mockResolvedValueOnce(true).mockResolvedValueOnce(false);
  submit();
  await vi.waitFor(() => expect(confirmed).toHaveBeenCalledTimes(2));
  await nextTick();
  expect([issue.mock.calls.length, issued.mock.calls.length]).toEqual([1, 0]);
  expect((the("textarea") as HTMLTextAreaElement).value).toBe("物业公司十日内公开收费明细。");
});

it("keeps why nobody signed while the form is closed", async () => {
  const open = () => (shown = show(OutcomeForm, { hearing: { id: "h" }, seats: [], stage: "minutes_review" }));
  const why = () => [...shown.page.querySelectorAll("textarea")].pop() as HTMLTextAreaElement;
  shown.gone();
  open();
  await nextTick();
  await shown.type(why(), "各方同意另行补签");
  shown.gone();
  open();
  await nextTick();
  expect(why().value).toBe("各方同意另行补签");
  sessionStorage.clear();
});
