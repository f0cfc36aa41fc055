import { beforeEach, expect, it, vi } from "vitest";
import { nextTick, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import type { Kind } from "@/media/devices";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { ApartView, PresidingView, ServerMessage, TalkView } from "@/wire";
import { keepTalksPrivate, talkCutOff } from "./cutOff";

const KEPT = "lj.draft.wants.h.clerk";
const talk: TalkView = { id: "t", of: "consultation", opened_by: "clerk", since: 1, locked: false, members: ["clerk", "petitioner"], invited: [] };
const apart = (talks: TalkView[]): ServerMessage => ({ type: "apart", apart: { talks, witnesses: [], interpreters: [] } satisfies ApartView });
const presiding: ServerMessage = { type: "presiding", presiding: { agenda: [] } as unknown as PresidingView };
const screenIs = (on: boolean): ServerMessage => ({ type: "seat", seat: seat("clerk", { sources: [{ kind: "screen", on, muted: false }] }) });

let room: ShallowRef<RoomView | null>;
let wants: Ref<Record<Kind, boolean>>;
let screen: ShallowRef<MediaStreamTrack | null>;
const unshare = vi.fn(() => void (screen.value = null));
const hear = (...messages: ServerMessage[]) => {
  for (const message of messages) room.value = apply(room.value, message, 0);
};
const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "null");

/** A page is opened, which has `heard` this by the time it looks; what it wants it reads where the page before kept it. */
function opens(...heard: ServerMessage[]) {
  room = shallowRef(null);
  hear(...heard);
  wants = ref(kept() ?? { microphone: true, camera: true });
  screen = shallowRef(null);
  keepTalksPrivate({ room, wants, devices: { screen, unshare } }, KEPT);
}

beforeEach(() => {
  sessionStorage.clear();
  opens();
  hear(welcome(), presiding, apart([talk]));
  unshare.mockClear();
});

/** Shares a screen at the table. */
function shares(): MediaStreamTrack {
  hear(apart([]), screenIs(true));
  unshare.mockClear();
  return (screen.value = { enabled: true } as MediaStreamTrack);
}

it("shuts what was open in a talk where a restart ended it, and says so until it is opened", async () => {
  hear(welcome());
  expect([wants.value, talkCutOff.value]).toEqual([{ microphone: false, camera: false }, false]);
  hear(presiding, apart([]));
  expect([wants.value, talkCutOff.value]).toEqual([{ microphone: false, camera: false }, true]);
  wants.value = { ...wants.value, microphone: true };
  await nextTick();
  expect(talkCutOff.value).toBe(false);
});

it("shuts a camera alone too, and says nothing where nothing was open", () => {
  wants.value = { microphone: false, camera: true };
  hear(welcome(), presiding, apart([]));
  expect([wants.value.camera, talkCutOff.value]).toEqual([false, true]);
  talkCutOff.value = false;
  hear(apart([talk]), welcome(), presiding, apart([]));
  expect(talkCutOff.value).toBe(false);
});

it("opens it again where the talk goes on after a short break", () => {
  wants.value = { microphone: true, camera: false };
  hear(welcome(), welcome(), presiding, apart([talk]));
  expect([wants.value, talkCutOff.value]).toEqual([{ microphone: true, camera: false }, false]);
});

it("leaves it open where somebody ends the talk: everybody is called back to the table", () => {
  hear(apart([]));
  expect([wants.value.microphone, talkCutOff.value]).toEqual([true, false]);
});

it("touches nothing of who was at the table", () => {
  hear(apart([]), welcome(), presiding, apart([]));
  expect([wants.value.microphone, talkCutOff.value]).toEqual([true, false]);
});

it("begins shut where the page was loaded again in a talk, and opens where the talk still goes on", async () => {
  await nextTick();
  for (const [goesOn, open] of [[true, true], [false, false]] as const) {
    opens();
    hear(welcome());
    expect(wants.value).toEqual({ microphone: false, camera: false });
    hear(presiding, apart(goesOn ? [talk] : []));
    await nextTick();
    expect([wants.value.microphone, wants.value.camera, talkCutOff.value]).toEqual([open, open, !open]);
  }
  opens();
  hear(welcome(), presiding, apart([]));
  expect(talkCutOff.value, "told once").toBe(false);
});

it("waits for the word on the talk where it is loaded while that is on its way", async () => {
  await nextTick();
  for (const goesOn of [true, false]) {
    opens(welcome(), presiding);
    expect([wants.value.microphone, talkCutOff.value]).toEqual([false, false]);
    hear(apart(goesOn ? [talk] : []));
    await nextTick();
    expect([wants.value.microphone, talkCutOff.value]).toEqual([goesOn, !goesOn]);
  }
});

it("keeps for a page that is loaded again what was shut at the table", async () => {
  hear(apart([]));
  wants.value = { microphone: false, camera: true };
  await nextTick();
  opens();
  expect(wants.value).toEqual({ microphone: false, camera: true });
});

it("stops a screen that was shared in a talk when the talk ends, in whatever order it is told", () => {
  for (const news of [[apart([])], [screenIs(false), apart([])], [apart([]), screenIs(false)]]) {
    hear(apart([talk]), screenIs(true));
    screen.value = { enabled: true } as MediaStreamTrack;
    unshare.mockClear();
    hear(news[0] as ServerMessage);
    expect(unshare).toHaveBeenCalledOnce();
    hear(...news.slice(1));
  }
});

it("stops a screen that was shared at the table when a talk begins", () => {
  shares();
  hear(apart([talk]));
  expect(unshare).toHaveBeenCalledOnce();
});

it("shows nothing of a screen while it is not told whether the talk goes on", () => {
  const track = { enabled: true } as MediaStreamTrack;
  screen.value = track;
  hear(welcome());
  expect(track.enabled).toBe(false);
  hear(presiding, apart([talk]));
  expect([track.enabled, unshare.mock.calls.length]).toEqual([true, 0]);
  hear(welcome(), presiding, apart([]));
  expect([track.enabled, unshare.mock.calls.length]).toEqual([false, 1]);
});

it("goes on sharing at the table after a restart", () => {
  const track = shares();
  hear(welcome(), presiding, apart([]), screenIs(true));
  expect([track.enabled, unshare.mock.calls.length]).toEqual([true, 0]);
});
