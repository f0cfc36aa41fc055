import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick, shallowRef } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { moment } from "@/i18n/dates";
import { endings } from "@/room/endings";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import { keepAgreed } from "../agreed";
import ArrivalPart from "./ArrivalPart.vue";

const own = {
  declared: false, interpreter: false, language: null, needs_identity: false, phone: "1234", phone_confirmed: false, photo: false, photo_refused: null as string | null,
  state: "checking_in", test: null,
};
let asked: string[];
let replies: Record<string, [number, unknown]>;
let shown: Shown;
const room = shallowRef<RoomView | null>(null);
/** Of the day for which the person agreed one page before. */
const pass = { hearing: "h", starts_at: 1_000_000 };

const settle = async () => { for (let i = 0; i < 10; i++) await nextTick(); };
const key = (what: string) => shown.page.querySelector<HTMLButtonElement>(`[data-do=${what}]`);
const press = async (what: string) => {
  key(what)?.click();
  await settle();
};
async function open(at: string) {
  history.replaceState(null, "", at);
  shown = show(ArrivalPart, { hearing: { room, devices: {}, connection: () => null }, pass });
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers();
  keepAgreed(pass);
  [asked, replies] = [[], { "GET /api/seat/check-in": [200, own], "POST /api/seat/check-in": [200, { ...own, declared: true }], "POST /api/seat/code": [204, ""] }];
  vi.stubGlobal("fetch", (path: string, { method }: { method: string }) => {
    asked.push(`${method} ${path}`);
    const [status, body] = replies[`${method} ${path}`] ?? [404, {}];
    return Promise.resolve({ ok: status < 300, status, text: () => Promise.resolve(body === "" ? "" : JSON.stringify(body)) });
  });
});
afterEach(() => {
  shown.gone();
  sessionStorage.clear();
  room.value = null;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("puts on record what the person promised one page before", async () => {
  await open("/join");
  expect(asked).toContain("POST /api/seat/check-in");
});

it("puts it on record at a second try where the line broke at the first", async () => {
  const good = replies["POST /api/seat/check-in"];
  replies["POST /api/seat/check-in"] = [503, { code: "unavailable" }];
  await open("/join");
  expect(shown.page.textContent).toContain("系统暂时不可用");
  if (good) replies["POST /api/seat/check-in"] = good;
  await press("again");
  expect(shown.page.textContent).not.toContain("系统暂时不可用");
  expect([key("again"), asked.filter((one) => one === "POST /api/seat/check-in").length]).toEqual([null, 2]);
});

it("promises nothing for a reception room until somebody there does", async () => {
  await open("/hall");
  expect(asked).toEqual(["GET /api/seat/check-in"]);
  expect(shown.page.querySelector("select")).toBeNull();
  expect(document.activeElement).toBe(key("promise"));
  await press("promise");
  expect(asked).toContain("POST /api/seat/check-in");
  expect(key("promise")).toBeNull();
});

it("says of a code that is wrong what to do, in the page's words, and sends another after a minute", async () => {
  replies["POST /api/seat/code/confirm"] = [422, { code: "wrong_code", detail: "The code is wrong or used up" }];
  await open("/join");
  await press("code");
  await shown.type(shown.page.querySelector("input[autocomplete=one-time-code]") as HTMLInputElement, "123456");
  await press("enter");
  expect(shown.page.textContent).toContain("验证码不对或已失效");
  expect(shown.page.textContent).not.toContain("used up");
  expect(key("send-again")?.disabled).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  await press("send-again");
  expect(asked.filter((one) => one === "POST /api/seat/code")).toHaveLength(2);
});

it("asks who waits to promise anew when it is held another day", async () => {
  room.value = apply(null, welcome(), 0) as RoomView;
  await open("/join");
  const promised = () => asked.filter((one) => one === "POST /api/seat/check-in").length;
  expect([promised(), key("promise")]).toEqual([1, null]);
  room.value = { ...room.value, stage: { ...room.value.stage, starts_at: room.value.stage.starts_at + 86_400_000 } };
  await settle();
  expect(promised()).toBe(1);
  await press("promise");
  expect([promised(), key("promise")]).toEqual([2, null]);
});

it("learns from the refusal of another day where the room did not tell it, and asks for that day", async () => {
  const good = replies["POST /api/seat/check-in"];
  replies["POST /api/seat/check-in"] = [409, { code: "put_off", starts_at: pass.starts_at + 86_400_000 }];
  await open("/join");
  if (good) replies["POST /api/seat/check-in"] = good;
  expect(shown.page.textContent).toContain("接访改到");
  const promised = () => asked.filter((one) => one === "POST /api/seat/check-in").length;
  expect(promised()).toBe(1);
  await press("promise");
  expect([promised(), key("promise")]).toEqual([2, null]);
});

it("asks anew where it is shown only after the day became another, and once for that day", async () => {
  const view = apply(null, welcome(), 0) as RoomView;
  room.value = { ...view, stage: { ...view.stage, starts_at: pass.starts_at + 86_400_000 } };
  await open("/join");
  expect(asked).toEqual(["GET /api/seat/check-in"]);
  await press("promise");
  expect(asked.filter((one) => one === "POST /api/seat/check-in")).toHaveLength(1);
  shown.gone();
  asked = [];
  await open("/join"); // the page loaded again on that day
  expect(asked).toContain("POST /api/seat/check-in");
});

it("says why a photo was refused as soon as the clerk did, and asks for another", async () => {
  replies["POST /api/seat/check-in"] = [200, { ...own, declared: true, needs_identity: true, photo: true }];
  const view = apply(null, welcome(), 0) as RoomView;
  const arrived = (photo: boolean) => ({
    ...view,
    checkIn: { seats: { [view.you]: { seat: view.you, state: "checking_in", photo } } },
  }) as unknown as RoomView;
  room.value = arrived(true);
  await open("/join");
  expect(shown.page.textContent).toContain("照片已送达");
  replies["GET /api/seat/check-in"] = [200, { ...own, declared: true, needs_identity: true, photo_refused: "照片反光，看不清姓名" }];
  room.value = arrived(false);
  await settle();
  expect(shown.page.textContent).toContain("照片反光，看不清姓名");
});

it("says on a room's wall to which day it was put off, also to who comes after the promise", async () => {
  const view = apply(null, welcome(), 0) as RoomView;
  room.value = view;
  await open("/hall");
  const moved = () => shown.page.querySelector("[data-part=moved]")?.textContent;
  expect(moved()).toBeUndefined();
  room.value = { ...view, stage: { ...view.stage, starts_at: pass.starts_at + 86_400_000 } };
  await settle();
  expect(moved()).toContain(moment(pass.starts_at + 86_400_000));
  await press("promise");
  expect([key("promise"), moved()]).toEqual([null, expect.stringContaining("这次接访改到")]);
});

it.each(["/hall", "/join"])("says at %s that it was put off without a new day, and promises nothing for the old one", async (at) => {
  replies["POST /api/seat/check-in"] = [409, { code: "put_off" }];
  await open(at);
  if (at === "/hall") await press("promise"); // the room's page has not heard of it
  const off = () => shown.page.querySelector("[data-part=off]")?.textContent;
  expect(off()).toContain(endings.value.postponed);
  expect([key("promise"), shown.page.querySelector("[role=alert]")]).toEqual([null, null]);
  const tried = asked.length;
  replies["GET /api/seat/check-in"] = [200, { ...own, starts_at: null }];
  await press("again");
  expect([off() !== undefined, asked.slice(tried)]).toEqual([true, ["GET /api/seat/check-in"]]);
  // A day was found.
  replies["GET /api/seat/check-in"] = [200, { ...own, starts_at: pass.starts_at + 86_400_000 }];
  replies["POST /api/seat/check-in"] = [409, { code: "put_off", starts_at: pass.starts_at + 86_400_000 }];
  await press("again");
  if (at === "/hall") await press("promise");
  expect(off()).toBeUndefined();
  expect(key("promise")).not.toBeNull();
});
