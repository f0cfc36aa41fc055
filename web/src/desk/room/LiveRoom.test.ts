import { ref, shallowRef } from "vue";
import { expect, it, vi } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { readBackFor, seat, welcome } from "@/state/sample";
import { show } from "../parts/show";
import LiveRoom from "./LiveRoom.vue";

const part = vi.hoisted(() => ({ default: { inheritAttrs: false, render: () => null } }));
vi.mock("@/room/apart/ApartBar.vue", () => part);
vi.mock("@/room/LineNotices.vue", () => part);
vi.mock("@/room/presiding/LayoutButtons.vue", () => part);
vi.mock("@/room/presiding/PresidingNotices.vue", () => part);
vi.mock("@/room/presiding/layout", () => ({ useLayout: () => ({}) }));
vi.mock("@/room/RoomStage.vue", () => part);
vi.mock("@/room/StageHeader.vue", () => part);
vi.mock("./MinutesPanel.vue", () => part);
vi.mock("./OwnButtons.vue", () => part);
vi.mock("./UnkeptPictures.vue", () => part);
vi.mock("../hearings/OutcomeForm.vue", () => part);
vi.mock("./beside/SidePanels.vue", () => ({
  default: { inheritAttrs: false, setup: (_: object, { slots }: { slots: { default: () => unknown } }) => () => slots.default() },
}));

/** Whether the page of an official, sent out while these seats are asked for their word, keeps the minutes open. */
function reads(stage: "in_session" | "signing", ...asked: string[]): boolean {
  const you = seat("u", { presence: { is: "waiting", since: 0 } });
  const told = apply(null, welcome({ you: "u", seats: [you], read_back: readBackFor(...asked) }), 0) as RoomView;
  const room = { ...told, stage: { ...told.stage, stage } };
  const hearing = { room: shallowRef(room), now: ref(0), link: shallowRef({ is: "open" }), unseen: ref(false), quality: ref("good") };
  const { page, gone } = show(LiveRoom, { hearing, room, detail: null });
  const shut = page.querySelector("[data-part=no-minutes]") !== null;
  gone();
  return !shut;
}

it("shows who was sent out the minutes that they owe their word on, and none that they were told of before", () => {
  expect([reads("signing", "u"), reads("signing", "other"), reads("in_session", "u")]).toEqual([true, false, false]);
});
