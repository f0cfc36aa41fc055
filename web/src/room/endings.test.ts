import { expect, it, vi } from "vitest";
import { shallowRef } from "vue";
import EndedPage from "@/citizen/join/EndedPage.vue";
import RoomEnded from "@/desk/room/RoomEnded.vue";
import { t } from "@/desk/text";
import { show } from "@/desk/parts/show";
import { words } from "@/i18n";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { Stage } from "@/wire";
import { byeText } from "./byeText";
import { endingOf, endings } from "./endings";

function at(stage: Stage): RoomView {
  const room = apply(null, welcome(), 0) as RoomView;
  return { ...room, stage: { ...room.stage, stage, phase: null } };
}

it.each(["cancelled", "postponed", "no_show", "adjourned", "in_person"] as const)("who sat there is told that it was %s, and of no outcome", (stage) => {
  const room = at(stage);
  const phone = show(EndedPage, { hearing: { room: shallowRef(room) }, ended: { is: "ended", reason: "hearing_over", detail: null } });
  const desk = show(RoomEnded, { id: "h", reason: "hearing_over", ending: endingOf(room.stage.stage), outbox: null, keeper: null });
  for (const { page, gone } of [phone, desk]) {
    expect(page.querySelector("h1")?.textContent).toBe(words.value.stage[stage]);
    expect(page.textContent).toContain(endings.value[stage]);
    expect(page.textContent).not.toContain(byeText.value.hearing_over);
    gone();
  }
});

it("a hearing that came to its end is over, and so is one that nobody here saw end", () => {
  for (const room of [at("closed"), at("outcome_issued"), null]) {
    expect(endingOf(room?.stage.stage)).toBeNull();
    const { page, gone } = show(RoomEnded, { id: "h", reason: "hearing_over", ending: endingOf(room?.stage.stage), outbox: null, keeper: null });
    expect(page.querySelector("h1")?.textContent).toBe(t.value.room.over);
    gone();
  }
});

it("who reloads after it was put off is told so by what their seat said", () => {
  const { page, gone } = show(EndedPage, { hearing: { room: shallowRef(null) }, stage: "postponed", ended: { is: "ended", reason: "hearing_over", detail: null } });
  expect(page.textContent).toContain(endings.value.postponed);
  gone();
});

it("who lost the line while it was put off is told so by what their seat says now", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve({ ok: true, status: 200, text: () => Promise.resolve('{"stage":"postponed"}') }));
  const { page, gone } = show(EndedPage, { hearing: { room: shallowRef(at("check_in")) }, stage: "check_in", ended: { is: "ended", reason: "hearing_over", detail: null } });
  await vi.waitFor(() => expect(page.textContent).toContain(endings.value.postponed));
  expect(page.textContent).not.toContain(byeText.value.hearing_over);
  gone();
  vi.unstubAllGlobals();
});

it("who was sent out before is told that, whatever became of the hearing", () => {
  const ended = { is: "ended", reason: "removed", detail: null };
  const { page, gone } = show(EndedPage, { hearing: { room: shallowRef(at("adjourned")) }, ended });
  expect(page.textContent).toContain(byeText.value.removed);
  expect(page.textContent).not.toContain(endings.value.adjourned);
  gone();
});
