import { ref, shallowRef } from "vue";
import { expect, it, vi } from "vitest";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { entry, readBackFor, seat, welcome } from "@/state/sample";
import CitizenRoom from "./CitizenRoom.vue";

const part = vi.hoisted(() => ({ default: { inheritAttrs: false, render: () => null } }));
vi.mock("@/room/RoomStage.vue", () => part);
vi.mock("@/room/RoomSheet.vue", () => part);
vi.mock("@/room/MinutesList.vue", () => part);
vi.mock("@/room/StageHeader.vue", () => part);
vi.mock("@/room/LineNotices.vue", () => part);
vi.mock("@/room/beside/BesideButtons.vue", () => part);
vi.mock("@/room/presiding/PresidingNotices.vue", () => part);
vi.mock("@/room/presiding/LayoutButtons.vue", () => part);
vi.mock("@/room/apart/ApartBar.vue", () => part);
vi.mock("@/room/papers/PapersButton.vue", () => part);
vi.mock("@/room/presiding/layout", () => ({ useLayout: () => ({}) }));
vi.mock("@/room/presiding/microphone", () => ({ lockNote: () => null, pressMicrophone: () => undefined }));
vi.mock("../stale", () => ({ renewWhenStale: () => undefined }));

const hearingOf = (room: RoomView) => ({
  room: shallowRef(room), now: ref(0), wants: ref({ microphone: true, camera: true }), link: ref({ is: "open" }), unseen: ref(false),
  quality: ref("good"), devices: { screen: ref(null), trouble: ref({ microphone: null, camera: null }) },
});

/** The line above the keys of a phone, while `reading` is read aloud. */
function line(reading: string | null): string | null | undefined {
  const told = apply(null, welcome({ minutes: [entry(1, { struck: "重复记录" }), entry(2)] }), 0) as RoomView;
  const papers = { ...told.papers, reading } as RoomView["papers"];
  const { page, gone } = show(CitizenRoom, { hearing: hearingOf({ ...told, papers }) });
  const said = page.querySelector(".newest span")?.textContent;
  gone();
  return said;
}

it("says of a struck line that is read aloud that it is struck, as the wall does, and shows else the newest that stands", () => {
  expect(line("e1")).toBe("作废：重复记录");
  expect(line("e2")).toBe("第2条");
  expect(line(null)).toBe("第2条");
});

it("opens what is read back to who waits only if they are asked for their word: what was told before is no more of theirs", () => {
  const waits = { presence: { is: "waiting", since: 0 } } as const;
  for (const [asked, more, opens] of [["s", waits, true], ["other", waits, false], ["other", {}, true]] as const) {
    const told = apply(null, welcome({ you: "s", seats: [seat("s", more)], read_back: readBackFor(asked) }), 0) as RoomView;
    const { page, gone } = show(CitizenRoom, { hearing: hearingOf({ ...told, stage: { ...told.stage, stage: "signing" } }) });
    expect(page.querySelector("[data-do=read-back]") !== null).toBe(opens);
    gone();
  }
});
