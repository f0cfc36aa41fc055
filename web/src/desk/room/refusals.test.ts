import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick, ref } from "vue";
import { Refused } from "@/socket/requests";
import { apply, type RoomView } from "@/state/room";
import { entry, welcome } from "@/state/sample";
import type { AgendaPhase, CorrectionView, PlannedPhase, PresidingView, RefusalCode } from "@/wire";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import CorrectionsPart from "./CorrectionsPart.vue";
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
  refuse("bad_text");
  await press("[data-do=taken]", t.value.signing.unchanged);
  refuse("wrong_stage");
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
  refuse("bad_text");
  await press("[data-do=save-agenda]", t.value.agenda.refused);
});
