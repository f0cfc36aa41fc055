import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick, ref } from "vue";
import { words } from "@/i18n";
import { refusalText } from "@/i18n/refusals";
import { Refused } from "@/socket/requests";
import { apply, type RoomView } from "@/state/room";
import { entry, welcome } from "@/state/sample";
import type { AgendaPhase, CorrectionView, PlannedPhase, PresidingView, RefusalCode } from "@/wire";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import CorrectionsPart from "./CorrectionsPart.vue";
import PresiderBar from "./PresiderBar.vue";
import PresidingPanel from "./PresidingPanel.vue";

const request = vi.fn();
const hearing = { request, now: ref(0) };
const plan = (...phases: AgendaPhase[]): PlannedPhase[] => phases.map((phase) => ({ phase, minutes: 20 }));
let shown: Shown;

const the = (selector: string) => document.querySelector(selector) as HTMLElement;
const refuse = (code: RefusalCode) => request.mockRejectedValueOnce(new Refused(code, null));

async function press(key: string, said: string) {
  the(key).click();
  await vi.waitFor(() => expect(document.querySelector(".el-message")?.textContent).toContain(said));
  document.querySelectorAll(".el-message").forEach((message) => message.remove());
}

function room(more: Partial<RoomView>): RoomView {
  return { ...(apply(null, welcome({ minutes: [entry(1)] }), 0) as RoomView), ...more };
}

beforeEach(() => request.mockReset());
afterEach(() => shown.gone());

it("an answer to a correction is refused in words of its own", async () => {
  const asked: CorrectionView = { id: "c", version: 1, seat: "petitioner", entry: "e1", text: "应为三年", at: 0 };
  const read = room({});
  const reviewed = { ...read, stage: { ...read.stage, stage: "minutes_review" as const, phase: null } };
  shown = show(CorrectionsPart, { hearing, room: reviewed, corrections: [asked], keeps: true });
  await nextTick();
  refuse("unchanged");
  await press("[data-do=taken]", refusalText("unchanged"));
  refuse("signed_already");
  await press("[data-do=taken]", t.value.signing.answeredAlready);
});

it("the agenda is changed over all that was read, also where it begins in the middle, and refused in words of its own", async () => {
  const agenda = plan("statement", "questions", "read_back");
  const presiding: Partial<PresidingView> = { agenda, times: [], measures: [], absence_grace: 60_000 };
  shown = show(PresidingPanel, { hearing, room: room({ presiding: presiding as PresidingView }) });
  await nextTick();
  the("[data-do=agenda]").click();
  await vi.waitFor(() => expect(the("[data-do=save-agenda]")).not.toBeNull());
  refuse("stale_revision");
  await press("[data-do=save-agenda]", t.value.agenda.stale);
  expect(request.mock.calls[0]?.[0]).toEqual({ type: "preside", deed: { kind: "agenda", read: agenda, agenda } });
  refuse("bad_agenda");
  await press("[data-do=save-agenda]", t.value.agenda.refused);
});

it("who may not be noted as absent yet is told from when, and keeps the reason", async () => {
  const read = room({});
  const checkIn = { ...read, grants: { ...read.grants, preside: true }, stage: { ...read.stage, stage: "check_in" as const, phase: null } };
  shown = show(PresiderBar, { hearing, room: checkIn });
  await nextTick();
  the("[data-step=declare_no_show]").click();
  await vi.waitFor(() => expect(the(".el-dialog textarea")).not.toBeNull());
  const field = the(".el-dialog textarea") as HTMLTextAreaElement;
  await shown.type(field, "电话未接，到点未到");
  refuse("too_early");
  await press("[data-do=submit]", "15 分钟");
  refuse("of_a_newer_server" as string as RefusalCode);
  await press("[data-do=submit]", words.value.problem.refused);
  expect(field.value).toBe("电话未接，到点未到");
  sessionStorage.clear();
});

it("who has neither signed nor refused is named to who closes the hearing", async () => {
  const read = room({});
  const signing = { ...read, grants: { ...read.grants, preside: true }, stage: { ...read.stage, stage: "signing" as const, phase: null } };
  shown = show(PresiderBar, { hearing, room: signing });
  await nextTick();
  the("[data-step=close]").click();
  await vi.waitFor(() => expect(the(".el-dialog textarea")).not.toBeNull());
  await shown.type(the(".el-dialog textarea") as HTMLTextAreaElement, "结论另行书面作出");
  request.mockRejectedValueOnce(new Refused("unsigned", "信访人 马某"));
  await press("[data-do=submit]", "信访人 马某");
  sessionStorage.clear();
});

it.each([
  ["[data-field=stand-in]", "clerk", ""],
  ["[data-field=layout]", "grid", "speaker"],
  ["[data-field=grace]", "900", "60"],
  ["[data-side=petitioner] input", "90", "10"],
])("what the presider may not order is not shown as ordered: %s", async (field, chosen, stands) => {
  const times = [{ phase: "statement" as const, side: "petitioner" as const, allotted: 600_000, spent: 0 }];
  const presiding: Partial<PresidingView> = { agenda: plan("statement"), times, measures: [], absence_grace: 60_000, layout: "speaker", stand_in: null };
  shown = show(PresidingPanel, { hearing, room: room({ presiding: presiding as PresidingView }) });
  await nextTick();
  const picked = the(field) as HTMLInputElement;
  refuse("cannot_stand_in");
  picked.value = chosen;
  picked.dispatchEvent(new Event("change"));
  await vi.waitFor(() => expect(picked.value).toBe(stands));
  expect(request).toHaveBeenCalledOnce();
});
