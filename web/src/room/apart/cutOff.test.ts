import { beforeEach, expect, it } from "vitest";
import { nextTick, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import type { Kind } from "@/media/devices";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { ApartView, PresidingView, ServerMessage, TalkView } from "@/wire";
import { keepTalksPrivate, talkCutOff } from "./cutOff";

const talk: TalkView = { id: "t", of: "consultation", opened_by: "clerk", since: 1, locked: false, members: ["clerk", "petitioner"], invited: [] };
const apart = (talks: TalkView[]): ServerMessage => ({ type: "apart", apart: { talks, witnesses: [], interpreters: [] } satisfies ApartView });
const presiding: ServerMessage = { type: "presiding", presiding: { agenda: [] } as unknown as PresidingView };

let room: ShallowRef<RoomView | null>;
let wants: Ref<Record<Kind, boolean>>;
const hear = (...messages: ServerMessage[]) => {
  for (const message of messages) room.value = apply(room.value, message, 0);
};

beforeEach(() => {
  room = shallowRef(null);
  wants = ref({ microphone: true, camera: true });
  hear(welcome(), presiding, apart([talk]));
  keepTalksPrivate(room, wants);
});

it("shuts the microphone that was open in a talk where a restart ended it, and says so until it is opened", async () => {
  hear(welcome());
  expect([wants.value.microphone, talkCutOff.value]).toEqual([false, false]);
  hear(presiding, apart([]));
  expect([wants.value.microphone, talkCutOff.value]).toEqual([false, true]);
  wants.value = { ...wants.value, microphone: true };
  await nextTick();
  expect(talkCutOff.value).toBe(false);
});

it("opens it again where the talk goes on after a short break", () => {
  hear(welcome(), welcome(), presiding, apart([talk]));
  expect([wants.value.microphone, talkCutOff.value]).toEqual([true, false]);
});

it("leaves it open where somebody ends the talk: everybody is called back to the table", () => {
  hear(apart([]));
  expect([wants.value.microphone, talkCutOff.value]).toEqual([true, false]);
});

it("touches nothing of who was at the table", () => {
  hear(apart([]), welcome(), presiding, apart([]));
  expect([wants.value.microphone, talkCutOff.value]).toEqual([true, false]);
});
