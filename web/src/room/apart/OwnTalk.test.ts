import { afterEach, expect, it, vi } from "vitest";
import { nextTick, ref } from "vue";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { TalkView } from "@/wire";
import OwnTalk from "./OwnTalk.vue";

const talk: TalkView = { id: "t", of: "mediation", opened_by: "presider", since: 1, locked: false, members: ["clerk", "presider"], invited: [] };
const seats = [seat("clerk"), seat("presider", { role: "presider" }), seat("petitioner", { role: "petitioner", side: "petitioner" })];
const room = apply(null, welcome({ seats }), 0) as RoomView;

afterEach(() => vi.unstubAllGlobals());

function keys(upright: boolean) {
  vi.stubGlobal("matchMedia", () => ({ matches: upright }));
  const shown = show(OwnTalk, { room, talk, asking: { send: vi.fn(), busy: ref(false), wrong: ref("") } });
  const names = () => [...shown.page.querySelectorAll<HTMLElement>("[data-do]")].map((key) => key.dataset.do);
  return { ...shown, names };
}

it("has the way back and one key for the rest where a phone is held upright", async () => {
  const { names, page, gone } = keys(true);
  expect(names()).toEqual(["leave-talk", "more-of-talk"]);
  const more = page.querySelector<HTMLElement>("[data-do=more-of-talk]");
  more?.click();
  await nextTick();
  expect(names()).toEqual(["leave-talk", "more-of-talk", "lock-talk", "invite"]);
  expect(more?.getAttribute("aria-expanded")).toBe("true");
  gone();
});

it("has all keys where there is room", () => {
  const { names, gone } = keys(false);
  expect(names()).toEqual(["leave-talk", "lock-talk", "invite"]);
  gone();
});
