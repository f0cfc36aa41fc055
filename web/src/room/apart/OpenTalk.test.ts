import { expect, it } from "vitest";
import { nextTick, ref } from "vue";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { ApartAsk, TalkId } from "@/wire";
import OpenTalk from "./OpenTalk.vue";

it("asked for again after a lost answer it is the same talk, and with others another", async () => {
  const { grants } = welcome();
  const room = apply(null, welcome({ you: "presider", grants: { ...grants, preside: true } }), 0) as RoomView;
  const asked: TalkId[] = [];
  const send = (ask: ApartAsk) => {
    if (ask.kind === "open_talk") asked.push(ask.talk);
    return Promise.resolve(false); // no answer came
  };
  const { page, gone } = show(OpenTalk, { room, kinds: ["mediation"], asking: { busy: ref(false), wrong: ref(null), send } });
  const begin = async () => {
    page.querySelector<HTMLElement>("[data-do=begin-talk]")?.click();
    await nextTick();
  };
  await begin();
  await begin();
  page.querySelector<HTMLElement>("[data-guest=petitioner]")?.click();
  await nextTick();
  await begin();
  expect([asked.length, new Set(asked).size]).toEqual([3, 2]);
  expect(asked[1]).toBe(asked[0]);
  gone();
});
