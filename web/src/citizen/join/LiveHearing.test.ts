import { shallowRef } from "vue";
import { expect, it, vi } from "vitest";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { readBackFor, seat, welcome } from "@/state/sample";
import type { ReadBackView } from "@/wire";
import LiveHearing from "./LiveHearing.vue";

const part = vi.hoisted(() => (name: string) => ({ default: { inheritAttrs: false, render: () => name } }));
vi.mock("./CheckAndWait.vue", () => part("waits"));
vi.mock("./CitizenRoom.vue", () => part("room"));
vi.mock("./EndedPage.vue", () => part("ended"));
vi.mock("@/media/awake", () => ({ keepAwake: () => () => undefined }));
const room = shallowRef<RoomView | null>(null);
vi.mock("@/room/hearing", () => ({
  useHearing: () => ({ room, link: shallowRef({ is: "open" }), media: shallowRef("connected"), devices: { open: () => Promise.resolve() }, start: () => undefined }),
}));

it("opens the room to who hung up and is asked for their word on the minutes, and to nobody else who waits", async () => {
  const waiting = seat("s", { presence: { is: "waiting", since: 0 } });
  const cases: [ReadBackView | null, "in_session" | "minutes_review" | "signing", string][] = [
    [readBackFor("s"), "minutes_review", "room"],
    [readBackFor("s"), "signing", "room"],
    [null, "signing", "waits"],
    [readBackFor("other"), "signing", "waits"],
    [readBackFor("s"), "in_session", "waits"],
  ];
  for (const [readBack, stage, shown] of cases) {
    const told = apply(null, welcome({ you: "s", seats: [waiting], read_back: readBack }), 0) as RoomView;
    room.value = { ...told, stage: { ...told.stage, stage } };
    const { page, gone } = show(LiveHearing, { pass: { hearing: "h", seat: "s", stage } });
    await vi.waitFor(() => expect(page.textContent).toBe(shown));
    gone();
  }
});
