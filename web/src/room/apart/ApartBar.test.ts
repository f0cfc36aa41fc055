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

it("says to whom somebody sits beside that private talks and papers are by their own phone, and to nobody else", () => {
  const note = (beside: string | undefined) => {
    const base = welcome({ you: "hall", seats: [...seats, seat("guest", { label: "信访人", name: "马某", role: "petitioner", side: "petitioner", sources: [], ...(beside === undefined ? {} : { beside }) })] });
    const hearing = { room: shallowRef(apply(null, base, 0) as RoomView), received: shallowRef(new Map()), sound: { elements: new Map() }, request: vi.fn() };
    shown = show(ApartBar, { hearing, answersOnly: true });
    const said = shown.page.querySelector("[data-part=beside-note]")?.textContent;
    shown.gone();
    return said;
  };
  expect(note("hall")).toMatch(/信访人 马某.*私下会谈.*手机/);
  expect(note("presider")).toBeUndefined();
  expect(note(undefined)).toBeUndefined();
});
