import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick, shallowRef } from "vue";
import { Problem } from "@/api/http";
import type { Link } from "@/socket/socket";
import { show, type Shown } from "../parts/show";
import type { Me } from "../rest";
import { ended, me } from "../shell/session";
import RoomPage from "./RoomPage.vue";

const link = shallowRef<Link>({ is: "open" });
const room = shallowRef({ you: "seat", stage: { stage: "in_session", starts_at: 1 } });
const rejoin = vi.fn();
const leave = vi.fn();
const start = vi.fn();
vi.mock("@/room/hearing", () => ({
  useHearing: () => ({ link, room, rejoin, start, leave, sound: { unlock: () => {} }, devices: {}, outbox: { value: null } }),
}));
vi.mock("./LiveRoom.vue", () => ({ default: { inheritAttrs: false, render: () => "live" } }));
vi.mock("./RoomEnded.vue", () => ({ default: { inheritAttrs: false, render: () => "ended" } }));
vi.mock("./DeviceCheck.vue", async () => {
  const { h } = await import("vue");
  return {
    default: {
      inheritAttrs: false,
      props: ["busy"],
      emits: ["enter"],
      setup: (props: { busy: boolean }, { emit }: { emit: (name: "enter") => void }) => () =>
        h("button", { "data-do": "enter", "data-busy": String(props.busy), onClick: () => emit("enter") }),
    },
  };
});

const session = vi.hoisted(() => ({ signIn: vi.fn(), second: vi.fn(), setUpAtDoor: vi.fn(), me: vi.fn() }));
const hearings = vi.hoisted(() => ({ atTheDoor: vi.fn(), promise: vi.fn(), sitOn: vi.fn() }));
vi.mock("../api", async (original) => ({ ...(await original<object>()), session, hearings }));

const detail = { id: "7", title: "联合接访", my_seat: "seat", media: { slots: { audio: 3, video: 4 }, ice: [] }, seats: [{ id: "seat", role: "presider", label: "主持人", name: "某" }], stage: { stage: "in_session" }, may: [] };
let shown: Shown;

beforeEach(() => {
  me.value = { id: "one" } as Me;
  ended.value = false;
  link.value = { is: "open" };
  room.value = { you: "seat", stage: { stage: "in_session", starts_at: 1 } };
  hearings.atTheDoor.mockResolvedValue(detail);
  hearings.sitOn.mockReset().mockResolvedValue({ ticket: "t" });
  rejoin.mockReset();
  leave.mockReset().mockImplementation(() => Promise.resolve(void (link.value = { is: "ended", reason: "left", detail: null })));
  start.mockReset();
  shown = show(RoomPage, { id: "7" });
});
afterEach(() => shown.gone());

const submit = () => document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
const field = async (name: string, text: string) => {
  const selector = `form input[name=${name}]`;
  await vi.waitFor(() => expect(document.querySelector(selector)).not.toBeNull());
  await shown.type(document.querySelector(selector) as HTMLInputElement, text);
};

it("offers media with the ticket, as a page that was joined by a link does", async () => {
  await vi.waitFor(() => expect(shown.page.querySelector("[data-do=enter]")).not.toBeNull());
  shown.page.querySelector<HTMLElement>("[data-do=enter]")?.click();
  expect(start).toHaveBeenCalledExactlyOnceWith(detail.media);
});

/** In the room the sign-in is over, and is renewed by its two first fields. */
async function renewing(answer: object) {
  await vi.waitFor(() => expect(shown.page.querySelector("[data-do=enter]")).not.toBeNull());
  shown.page.querySelector<HTMLElement>("[data-do=enter]")?.click();
  await nextTick();
  expect(shown.page.textContent).toContain("live");
  ended.value = true;
  await nextTick();
  shown.page.querySelector<HTMLElement>("[data-do=sign-in]")?.click();
  session.signIn.mockResolvedValueOnce(answer);
  await field("username", "head");
  await field("password", "secret");
  submit();
}

it("has the open socket held by the sign-in that was renewed over it", async () => {
  await renewing({ id: "one" });
  await vi.waitFor(() => expect(hearings.sitOn).toHaveBeenCalledExactlyOnceWith("7", "seat"));
  expect(shown.page.textContent).toContain("live");
});

it("goes on showing recovery codes when the room is left behind them", async () => {
  session.setUpAtDoor.mockResolvedValueOnce({ secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" });
  session.second.mockResolvedValueOnce({ me: { id: "one" }, recovery_codes: ["AAAAABBBBB"] });
  await renewing({ step: "abc", expires_at: 1, set_up: true });
  await field("code", "123456");
  submit();
  await vi.waitFor(() => expect(document.body.textContent).toContain("AAAAA-BBBBB"));
  link.value = { is: "ended", reason: "session_ended", detail: null };
  await nextTick();
  expect(shown.page.textContent).toContain("ended");
  expect(document.body.textContent).toContain("AAAAA-BBBBB");
  document.querySelector<HTMLElement>("[data-do=kept]")?.click();
  await vi.waitFor(() => expect(rejoin).toHaveBeenCalledOnce());
});

it("lets nobody shut recovery codes away, shown or on their way, and holds the seat meanwhile", async () => {
  const escape = () => shown.press(document.body, { key: "Escape", code: "Escape" });
  const cross = () => document.querySelector(".el-dialog__headerbtn");
  let answer: (came: object) => void = () => undefined;
  session.setUpAtDoor.mockResolvedValueOnce({ secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" });
  session.second.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  await renewing({ step: "abc", expires_at: 1, set_up: true });
  await field("code", "123456");
  expect(cross()).not.toBeNull();
  submit();
  await nextTick();
  expect(cross()).toBeNull();
  await escape();
  answer({ me: { id: "one" }, recovery_codes: ["AAAAABBBBB"] });
  await vi.waitFor(() => expect(document.body.textContent).toContain("AAAAA-BBBBB"));
  expect(hearings.sitOn).toHaveBeenCalledExactlyOnceWith("7", "seat");
  await escape();
  const overlay = document.querySelector("[data-do=kept]")?.closest<HTMLElement>(".el-overlay");
  expect([cross(), overlay?.style.display, overlay?.className.includes("leave")]).toEqual([null, "", false]);
  document.querySelector<HTMLElement>("[data-do=kept]")?.click();
  await vi.waitFor(() => expect(overlay?.isConnected && overlay.style.display !== "none" && !overlay.className.includes("leave")).toBe(false));
  expect([hearings.sitOn.mock.calls.length, rejoin.mock.calls.length]).toEqual([1, 0]);
});

it("keeps the machine awake from the room's door to its end", async () => {
  const release = vi.fn(() => Promise.resolve());
  const request = vi.fn(() => Promise.resolve({ release }));
  Object.defineProperty(navigator, "wakeLock", { configurable: true, value: { request } });
  await vi.waitFor(() => expect(shown.page.querySelector("[data-do=enter]")).not.toBeNull());
  expect(request).not.toHaveBeenCalled();
  shown.page.querySelector<HTMLElement>("[data-do=enter]")?.click();
  await vi.waitFor(() => expect(request).toHaveBeenCalledExactlyOnceWith("screen"));
  link.value = { is: "ended", reason: "hearing_over", detail: null };
  await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
  Reflect.deleteProperty(navigator, "wakeLock");
});

it("seats nobody who has not promised, and asks for the promise once", async () => {
  shown.gone();
  hearings.atTheDoor.mockResolvedValue({ ...detail, promised_at: null });
  hearings.promise.mockReset().mockRejectedValueOnce(new Error("no line")).mockResolvedValueOnce(undefined);
  shown = show(RoomPage, { id: "7" });
  const press = async () => {
    await vi.waitFor(() => expect(shown.page.querySelector("[data-do=enter]")).not.toBeNull());
    shown.page.querySelector<HTMLElement>("[data-do=enter]")?.click();
    await nextTick();
  };
  await press();
  await vi.waitFor(() => expect(hearings.promise).toHaveBeenCalledTimes(1));
  await vi.waitFor(() => expect(shown.page.querySelector<HTMLElement>("[data-do=enter]")?.dataset["busy"]).toBe("false"));
  expect(shown.page.textContent).not.toContain("live");
  await press();
  await vi.waitFor(() => expect(shown.page.textContent).toContain("live"));
  expect(hearings.promise).toHaveBeenCalledTimes(2);
  expect(start).toHaveBeenCalledOnce();
});

it("promises once, however often it is pressed while the promise is on its way", async () => {
  shown.gone();
  let promised: () => void = () => undefined;
  hearings.atTheDoor.mockResolvedValue({ ...detail, promised_at: null });
  hearings.promise.mockReset().mockReturnValueOnce(new Promise<void>((resolve) => (promised = resolve)));
  shown = show(RoomPage, { id: "7" });
  const button = () => shown.page.querySelector<HTMLElement>("[data-do=enter]");
  await vi.waitFor(() => expect(button()).not.toBeNull());
  for (let press = 0; press < 3; press += 1) button()?.click();
  await nextTick();
  expect(button()?.dataset["busy"]).toBe("true");
  promised();
  await vi.waitFor(() => expect(shown.page.textContent).toContain("live"));
  expect([hearings.promise.mock.calls.length, start.mock.calls.length]).toEqual([1, 1]);
});

it("is back at the door when it is held another day, and sits down again by promising anew", async () => {
  shown.gone();
  hearings.promise.mockReset().mockResolvedValue(undefined);
  hearings.atTheDoor.mockResolvedValue({ ...detail, promised_at: 5 });
  shown = show(RoomPage, { id: "7" });
  const door = () => shown.page.querySelector<HTMLElement>("[data-do=enter]");
  await vi.waitFor(() => expect(door()).not.toBeNull());
  door()?.click();
  await vi.waitFor(() => expect(shown.page.textContent).toContain("live"));
  hearings.atTheDoor.mockResolvedValue({ ...detail, promised_at: null });
  room.value = { ...room.value, stage: { ...room.value.stage, starts_at: 2 } };
  await vi.waitFor(() => expect(door()).not.toBeNull());
  expect([leave.mock.calls.length, rejoin.mock.calls.length, hearings.promise.mock.calls.length]).toEqual([1, 0, 0]);
  door()?.click();
  await vi.waitFor(() => expect(rejoin).toHaveBeenCalledOnce());
  expect([hearings.promise.mock.calls.length, start.mock.calls.length]).toEqual([1, 1]);
});

/** Seated for the first day, by a promise of that day. */
async function seated() {
  shown.gone();
  hearings.promise.mockReset().mockResolvedValue(undefined);
  hearings.atTheDoor.mockResolvedValue({ ...detail, starts_at: 1, promised_at: 5 });
  shown = show(RoomPage, { id: "7" });
  const door = () => shown.page.querySelector<HTMLElement>("[data-do=enter]");
  await vi.waitFor(() => expect(door()).not.toBeNull());
  door()?.click();
  await vi.waitFor(() => expect(start).toHaveBeenCalledOnce());
  return door;
}
const moved = () => shown.page.querySelector("[data-part=moved]");

it("says at the door that the time became another", async () => {
  const door = await seated();
  expect(moved()).toBeNull();
  hearings.atTheDoor.mockResolvedValue({ ...detail, starts_at: 2, promised_at: null });
  room.value = { ...room.value, stage: { ...room.value.stage, starts_at: 2 } };
  await vi.waitFor(() => expect(door()).not.toBeNull());
  expect(moved()?.textContent).toContain("请按新的时间重新入席");
});

it.each([
  [{ starts_at: 2 }, "[data-part=moved]", true],
  [{ stage: { stage: "postponed" } }, "[data-part=off]", false],
])("promises nothing for the day that was read where it was put off meanwhile: %j", async (now, said, offered) => {
  shown.gone();
  hearings.atTheDoor.mockResolvedValue({ ...detail, starts_at: 1, promised_at: null });
  hearings.promise.mockReset().mockRejectedValueOnce(new Problem(409, "put_off"));
  shown = show(RoomPage, { id: "7" });
  const door = () => shown.page.querySelector<HTMLElement>("[data-do=enter]");
  await vi.waitFor(() => expect(door()).not.toBeNull());
  hearings.atTheDoor.mockResolvedValue({ ...detail, starts_at: 1, promised_at: null, ...now });
  door()?.click();
  await vi.waitFor(() => expect(shown.page.querySelector(said)).not.toBeNull());
  expect(hearings.promise).toHaveBeenCalledExactlyOnceWith("7", 1);
  expect([start.mock.calls.length, door() !== null]).toEqual([0, offered]);
});

it("leaves the page of a hearing put off without a new day where it is", async () => {
  const door = await seated();
  const calls = hearings.atTheDoor.mock.calls.length;
  hearings.atTheDoor.mockResolvedValue({ ...detail, starts_at: 1, promised_at: null });
  room.value = { ...room.value, stage: { ...room.value.stage, stage: "postponed" } };
  await vi.waitFor(() => expect(hearings.atTheDoor.mock.calls.length).toBe(calls + 1));
  link.value = { is: "ended", reason: "hearing_over", detail: null };
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setTimeout(done));
  expect(shown.page.textContent).toContain("ended");
  expect([leave.mock.calls.length, door()]).toEqual([0, null]);
});

it("seats nobody by what was promised for the day the door was loaded on", async () => {
  const today = room.value;
  room.value = null as never; // not in the room yet
  const door = await seated();
  hearings.atTheDoor.mockResolvedValue({ ...detail, starts_at: 2, promised_at: null });
  room.value = { ...today, stage: { ...today.stage, starts_at: 2 } };
  await vi.waitFor(() => expect(door()).not.toBeNull());
  expect([leave.mock.calls.length, moved() !== null]).toEqual([1, true]);
});

it("takes the seat once where the renewed sign-in and its shut dialog both ask for it", async () => {
  rejoin.mockImplementation(() => (link.value = { is: "connecting", attempt: 0, since: 0 }));
  let answer: (came: object) => void = () => undefined;
  await renewing(new Promise<object>((resolve) => (answer = resolve)));
  link.value = { is: "ended", reason: "session_ended", detail: null };
  await nextTick();
  answer({ id: "one" });
  await vi.waitFor(() => expect(rejoin).toHaveBeenCalledOnce());
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setTimeout(done));
  expect(rejoin).toHaveBeenCalledOnce();
});
