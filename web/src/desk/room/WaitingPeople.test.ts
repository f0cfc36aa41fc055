import { nextTick, ref, shallowReactive } from "vue";
import { expect, it, vi } from "vitest";
import type { HearingRoom } from "@/room/hearing";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { CheckInView } from "@/wire";
import { checkIn } from "../api";
import { show } from "../parts/show";
import { t } from "../text";
import WaitingPeople from "./WaitingPeople.vue";

const arrival = (more: Partial<CheckInView>): CheckInView => ({
  seat: "guest", state: "waiting", needs_identity: false, test: null, declared: true, phone: false, photo: false, language: null,
  interpreter: false, helps: null, name: null, ...more,
});

function shown(more: Partial<CheckInView>, props: { preside?: boolean; identifies?: boolean } = {}) {
  const room = apply(null, welcome({ seats: [seat("guest", { presence: { is: "waiting", since: 1 }, hand: 1 })] }), 0) as RoomView;
  const hearing = { beside: ref(null) } as unknown as HearingRoom;
  const grants = { ...room.grants, preside: props.preside ?? true };
  return show(WaitingPeople, { hearing, room: { ...room, grants, checkIn: { seats: { guest: arrival(more) } } }, identifies: props.identifies });
}

/** What the presider reads beside who waits. */
function tags(more: Partial<CheckInView>): string[] {
  const { page, gone } = shown(more);
  const found = [...page.querySelectorAll("[data-part=language], [data-part=interpreter]")].map((tag) => tag.textContent?.trim() ?? "");
  gone();
  return found;
}

it("says who waits for an interpreter, and in which language", () => {
  expect(tags({ language: "tibetan", interpreter: true })).toEqual(["藏语", "需要翻译"]);
  expect(tags({ language: "dongxiang" })).toEqual(["东乡语"]);
  expect(tags({})).toEqual([]);
});

it("shows the clerk who waits with the photo of the paper, and takes who it is; letting in stays the presider's", async () => {
  const identify = vi.spyOn(checkIn, "identify").mockResolvedValue([]);
  const { page, gone } = shown({ state: "checking_in", needs_identity: true, photo: true }, { preside: false, identifies: true });
  const key = (what: string) => page.querySelector<HTMLElement>(what);
  key("[data-do=photo]")?.click();
  await nextTick();
  expect(key("[data-part=identity-photo]")?.getAttribute("src")).toBe("/api/hearings/h/seats/guest/photo");
  key("[data-identity=photo]")?.click();
  expect(identify).toHaveBeenCalledWith("h", "guest", "photo");
  expect(key("[data-admit]")).toBeNull();
  gone();
});

it("asks nobody for an identity who may not confirm it, or of whom it is known", () => {
  for (const [more, identifies] of [[{ needs_identity: true }, false], [{}, true]] as const) {
    const { page, gone } = shown(more, { identifies });
    expect(page.querySelector("[data-identity]")).toBeNull();
    gone();
  }
});

it("letting in all says who is left waiting, and why", async () => {
  const waits = (id: string, since: number) => seat(id, { label: "信访人", name: id, presence: { is: "waiting", since } });
  const welcomed = welcome({ seats: [waits("known", 1), waits("甲", 2), waits("乙", 3)] });
  const room = apply(null, { ...welcomed, grants: { ...welcomed.grants, preside: true } }, 0) as RoomView;
  const request = vi.fn(() => Promise.resolve({ type: "done", re: 1 }));
  const hearing = { beside: ref(null), request } as unknown as HearingRoom;
  const seats = Object.fromEntries(["known", "甲", "乙"].map((id) => [id, arrival({ seat: id, needs_identity: id !== "known" })]));
  const props = shallowReactive<Record<string, unknown>>({ hearing, room: { ...room, checkIn: { seats } } });
  const { page, gone } = show(WaitingPeople, props);
  const left = () => page.querySelector("[data-part=left]")?.textContent ?? null;
  expect(left()).toBeNull();
  page.querySelector<HTMLElement>("[data-do=admit-all]")?.click();
  await nextTick();
  expect(request.mock.calls).toEqual([[{ type: "admit", seat: "known" }]]);
  expect(left()).toBe(t.value.room.leftWaiting(2, "信访人 · 甲；信访人 · 乙"));
  props.room = { ...(props.room as object), checkIn: { seats: { ...seats, 甲: arrival({ seat: "甲" }) } } };
  await nextTick();
  expect(left()).toBe(t.value.room.leftWaiting(1, "信访人 · 乙"));
  gone();
});
