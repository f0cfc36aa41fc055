import { shallowReactive } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { petitions } from "../api";
import { settled, show, type Shown } from "../parts/show";
import { t } from "../text";
import CorrectionDialog from "./CorrectionDialog.vue";

const petition = (version: number, title: string) => ({
  id: "p", version, title, text: "物业公司从不公开收支。", place: "620103002", purpose: "resolution", respondent: null, persons_concerned: 6,
  place_open: false, place_name: "西湖街道",
});

let shown: Shown;
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  sessionStorage.clear();
  vi.restoreAllMocks();
});

it("keeps what was typed when somebody was quicker, and sends it with the newest version, without undoing theirs", async () => {
  vi.spyOn(petitions, "corrections").mockResolvedValue([]);
  const correct = vi.spyOn(petitions, "correct").mockRejectedValueOnce(new Problem(409, "stale")).mockResolvedValue(undefined as never);
  const props = shallowReactive<Record<string, unknown>>({ petition: petition(3, "小区物业不公开收支") });
  props.onStale = () => (props.petition = petition(4, "小区物业账目不公开")); // another corrected the title
  shown = show(CorrectionDialog, props);
  await settled();
  const [text, reason] = document.querySelectorAll<HTMLTextAreaElement>(".el-dialog textarea");
  if (!text || !reason) throw new Error("no fields");
  await shown.type(text, "物业公司三年没有公开收支。");
  await shown.type(reason, "信访人来电更正");
  const submit = () => document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  submit();
  await settled();
  expect(document.querySelector("[role=alert]")?.textContent).toBe(t.value.petition.stale);
  expect(text.value).toBe("物业公司三年没有公开收支。");
  submit();
  await settled();
  const body = (version: number) => ({ version, reason: "信访人来电更正", text: "物业公司三年没有公开收支。" });
  expect(correct.mock.calls).toEqual([["p", body(3)], ["p", body(4)]]);
});
