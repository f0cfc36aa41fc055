import { ref } from "vue";
import { expect, it } from "vitest";
import type { HearingRoom } from "@/room/hearing";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { CheckInView } from "@/wire";
import { show } from "../parts/show";
import WaitingPeople from "./WaitingPeople.vue";

const arrival = (more: Partial<CheckInView>): CheckInView => ({
  seat: "guest", state: "waiting", needs_identity: false, test: null, declared: true, phone: false, photo: false, language: null,
  interpreter: false, helps: null, name: null, ...more,
});

/** What the presider reads beside who waits. */
function tags(more: Partial<CheckInView>): string[] {
  const room = apply(null, welcome({ seats: [seat("guest", { presence: { is: "waiting", since: 1 } })] }), 0) as RoomView;
  const hearing = { beside: ref(null) } as unknown as HearingRoom;
  const { page, gone } = show(WaitingPeople, { hearing, room: { ...room, checkIn: { seats: { guest: arrival(more) } } } });
  const found = [...page.querySelectorAll("[data-part=language], [data-part=interpreter]")].map((tag) => tag.textContent?.trim() ?? "");
  gone();
  return found;
}

it("says who waits for an interpreter, and in which language", () => {
  expect(tags({ language: "tibetan", interpreter: true })).toEqual(["藏语", "需要翻译"]);
  expect(tags({ language: "dongxiang" })).toEqual(["东乡语"]);
  expect(tags({})).toEqual([]);
});
