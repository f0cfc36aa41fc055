import { afterEach, expect, it, vi } from "vitest";
import { shallowRef } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { TalkView } from "@/wire";
import ApartBar from "./ApartBar.vue";

const talk: TalkView = { id: "t", of: "mediation", opened_by: "presider", since: 1, locked: false, members: ["presider"], invited: ["hall"] };
const seats = [seat("hall"), seat("presider", { role: "presider", side: "panel" })];

let shown: Shown | null = null;
afterEach(() => shown?.gone());

/** The bar of a seat in recess, when anybody may open a talk. */
function bar(talks: TalkView[], answersOnly: boolean) {
  const base = welcome({ you: "hall", seats });
  const told = apply(null, { ...base, stage: { ...base.stage, stage: "paused" } }, 0) as RoomView;
  const room: RoomView = { ...told, apart: { ...told.apart, talks } };
  const request = vi.fn().mockResolvedValue({ type: "ok" });
  const hearing = { room: shallowRef(room), received: shallowRef(new Map()), sound: { elements: new Map() }, request };
  shown = show(ApartBar, { hearing, answersOnly });
  const page = shown.page;
  return { page, request, names: [...page.querySelectorAll<HTMLElement>("[data-do]")].map((button) => button.dataset.do) };
}

it("lets a wall answer an invitation and open nothing", () => {
  const { page, request, names } = bar([talk], true);
  expect(names).toEqual(["enter-talk", "decline-talk"]);
  page.querySelector<HTMLElement>("[data-do=decline-talk]")?.click();
  expect(request).toHaveBeenCalledWith({ type: "apart", ask: { kind: "decline_talk", talk: "t" } });
});

it("shows nothing on a wall while nobody asks, and the way to open a talk elsewhere", () => {
  expect(bar([], true).names).toEqual([]);
  shown?.gone();
  expect(bar([], false).names).toEqual(["open-talk"]);
});
