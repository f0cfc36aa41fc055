import { beforeEach, expect, it, vi } from "vitest";
import { nextTick, shallowReactive } from "vue";
import { Problem } from "@/api/http";
import { hearings } from "../api";
import { show } from "../parts/show";
import type { OutcomeView } from "../rest";
import { t } from "../text";
import CorrectDialog from "./CorrectDialog.vue";
import OutcomeSheet from "./OutcomeSheet.vue";

beforeEach(() => {
  sessionStorage.clear();
  document.body.innerHTML = "";
  vi.restoreAllMocks();
});

const before = {
  version: 1, conclusion: "业主某甲撤回投诉", standards: ["resolve"], published_at: 1, corrected_at: 2, by_name: "某主任", reason: "写明了第三人姓名",
};
const outcome = {
  conclusion: "物业公司公开近三年账目", standards: ["resolve"], items: [], issued_at: 1, published_at: 3, withdrawn_at: null, version: 2,
  earlier: [before], next: null,
} as unknown as OutcomeView;

it("puts an outcome right with a reason, over the version that was read", async () => {
  const sent = vi.spyOn(hearings, "correct").mockResolvedValue({ id: "h" } as never);
  const onDone = vi.fn();
  const { type, gone } = show(CorrectDialog, { hearing: "h", outcome, onDone });
  await nextTick();
  const [conclusion, reason] = document.querySelectorAll("textarea");
  expect(conclusion?.value).toBe(outcome.conclusion);
  await type(conclusion as HTMLTextAreaElement, "物业公司公开近五年全部账目");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await nextTick();
  expect(sent, "it goes on record why").not.toHaveBeenCalled();
  await type(reason as HTMLTextAreaElement, "年数写错，按录音更正");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  const asked = { version: 2, conclusion: "物业公司公开近五年全部账目", standards: ["resolve"], reason: "年数写错，按录音更正" };
  expect(sent).toHaveBeenCalledWith("h", asked);
  gone();
});

it("keeps what was typed when somebody was quicker, shows theirs, and says that the file is opened", async () => {
  const sent = vi.spyOn(hearings, "correct").mockRejectedValueOnce(new Problem(409, "stale")).mockResolvedValue({ id: "h" } as never);
  const props = shallowReactive<Record<string, unknown>>({ hearing: "h", outcome, archived: true });
  props.onStale = () => (props.outcome = { ...outcome, version: 3, conclusion: "物业公司十日内公开账目" });
  const { type, gone } = show(CorrectDialog, props);
  await nextTick();
  expect(document.querySelector("[data-part=archived]")?.textContent).toBe(t.value.archive.correctOpens);
  const [conclusion, reason] = document.querySelectorAll("textarea") as unknown as HTMLTextAreaElement[];
  await type(conclusion as HTMLTextAreaElement, "物业公司公开近五年全部账目");
  await type(reason as HTMLTextAreaElement, "年数写错，按录音更正");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(document.querySelector("[role=alert]")?.textContent).toBe(t.value.petition.stale));
  expect(conclusion?.value).toBe("物业公司公开近五年全部账目");
  expect(document.querySelector("[data-part=newest]")?.textContent).toContain("物业公司十日内公开账目");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(sent.mock.calls.map(([, asked]) => asked.version)).toEqual([2, 3]));
  gone();
});

it.each([
  [{ mayCorrect: true }, outcome, ["correct", "unpublish"]],
  [{ mayCorrect: true }, { ...outcome, published_at: null, withdrawn_at: 4 }, ["correct"]],
  [{ mayCorrect: false }, outcome, []],
])("to %j it offers what may be done", (props, outcome, offered) => {
  const { page, gone } = show(OutcomeSheet, { ...props, outcome });
  expect([...page.querySelectorAll("[data-do]")].map((key) => key.getAttribute("data-do"))).toEqual(offered);
  const earlier = page.querySelector("[data-part=earlier]")?.textContent;
  expect(earlier).toContain(before.conclusion);
  expect(earlier).toContain(before.reason);
  gone();
});
