import { afterEach, expect, it, vi } from "vitest";
import { ref, shallowRef } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { Language } from "@/wire";
import RoomSheet from "./RoomSheet.vue";

let shown: Shown | null = null;
afterEach(() => shown?.gone());

const gone = { is: "left", since: 0 } as const;
const seated = { is: "seated", since: 0 } as const;

it.each<[string, Language[], typeof gone | typeof seated, string[]]>([
  ["who signs", ["sign"], seated, ["interpreter"]],
  ["both who take turns", ["sign"], seated, ["interpreter", "second"]],
  ["nobody who interprets into speech", ["tibetan"], seated, []],
  ["nobody who has gone", ["sign"], gone, []],
])("shows over a sheet %s", (_, languages, presence, shows) => {
  const signing = shows.length > 1 ? shows : ["interpreter"];
  const seats = [seat("clerk"), ...signing.map((id) => seat(id, { presence }))];
  const room: RoomView = {
    ...(apply(null, welcome({ seats }), 0) as RoomView),
    apart: { talks: [], witnesses: [], interpreters: signing.map((id) => ({ seat: id, languages, aloud: false, listeners: [] })) },
  };
  const closed = vi.fn();
  const hearing = { room: shallowRef(room), pictures: ref(new Map()) };
  shown = show(RoomSheet, { hearing, title: "笔录", closeWord: "关闭", onClose: closed });
  const over = [...shown.page.querySelectorAll<HTMLElement>("[data-part=signer] figure")].map((figure) => figure.dataset.seat);
  expect(over).toEqual(shows);
  expect(shown.page.querySelector(".shade")?.classList.contains("under")).toBe(shows.length > 0);
  shown.page.querySelector<HTMLElement>(".close")?.click();
  expect(closed).toHaveBeenCalledOnce();
});
