import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { isScreen, path } from "../pages";
import ScreenPage from "./ScreenPage.vue";

const AT = 1_800_000_000_000; // 2027-01-15, 16:00 in China
const hearing = (id: string, hours: number) => ({ id, number: `TJ-${id}`, starts_at: AT + hours * 3_600_000, ends_at: AT + (hours + 1) * 3_600_000 });
const room = (open: object[], next: object | null) => ({ is: "paired", room_name: "第一接访室", agency_name: "七里河区信访局", open, next, as_of: AT });

let asked: { path: string; body: unknown }[];
let replies: Record<string, [number, unknown] | "down">;
let shown: Shown;

const settle = async () => { for (let i = 0; i < 12; i++) await nextTick(); };
const says = () => shown.page.textContent ?? "";
const keys = () => [...shown.page.querySelectorAll<HTMLButtonElement>("[data-do=join]")];
const later = async () => {
  await vi.advanceTimersByTimeAsync(5000);
  await settle();
};
async function open(): Promise<void> {
  history.replaceState(null, "", "/screen");
  shown = show(ScreenPage, {});
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers({ now: AT + 7 * 60_000 }); // the television's clock is fast
  [asked, replies] = [[], {}];
  vi.stubGlobal("fetch", (to: string, { method, body }: { method: string; body?: string }) => {
    if (method === "POST") asked.push({ path: to, body: JSON.parse(body ?? "null") });
    const reply = replies[`${method} ${to}`] ?? [401, { code: "unauthenticated" }];
    if (reply === "down") return Promise.reject(new TypeError("no network"));
    return Promise.resolve({ ok: reply[0] < 300, status: reply[0], text: () => Promise.resolve(JSON.stringify(reply[1])) });
  });
  vi.stubGlobal("AudioContext", class { state = "running"; });
});
afterEach(() => {
  shown.gone();
  localStorage.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("shows a code that nobody asked for, and the room once somebody typed it", async () => {
  replies["POST /api/screen/pairing"] = [200, { is: "pairing", code: "04291735", good_until: AT + 600_000 }];
  await open();
  expect(shown.page.querySelector("[data-part=code]")?.textContent).toBe("04291735");
  expect(isScreen()).toBe(false);
  replies["GET /api/screen"] = [200, room([], hearing("1", 1))];
  await later();
  expect(says()).toContain("第一接访室");
  expect(isScreen()).toBe(true);
});

it("takes a code that has run out off the wall, though it gets no other yet", async () => {
  replies["POST /api/screen/pairing"] = [200, { is: "pairing", code: "04291735", good_until: AT + 600_000 }];
  await open();
  replies["POST /api/screen/pairing"] = [429, { code: "too_many" }];
  await later();
  expect(shown.page.querySelector("[data-part=code]")).toBeNull();
  expect(shown.page.querySelector("[role=alert]")).not.toBeNull();
});

it("between hearings tells number and time of the next, by the server's clock, and has no key", async () => {
  replies["GET /api/screen"] = [200, room([], hearing("1", 1))];
  await open();
  await later();
  expect(says()).toContain("17:00–18:00 · TJ-1");
  expect(shown.page.querySelector("time")?.textContent).toBe("16:00");
  expect(keys()).toEqual([]);
  replies["GET /api/screen"] = [200, room([], null)];
  await later();
  expect(says()).toContain("还没有安排接访");
});

it("joins by one press, which the remote control's OK is too", async () => {
  replies["GET /api/screen"] = [200, room([hearing("1", 0)], null)];
  replies["POST /api/screen/join"] = [200, { url: "https://a.example/join#K7QX" }];
  await open();
  expect(document.activeElement).toBe(keys()[0]);
  keys()[0]?.click();
  await settle();
  expect(asked).toEqual([{ path: "/api/screen/join", body: { hearing: "1" } }]);
  expect(location.pathname + location.hash).toBe("/hall#K7QX");
  expect([history.state, path.value]).toEqual([{ sent: true }, "/hall"]);
});

it("has a key for each hearing where the one before runs late", async () => {
  replies["GET /api/screen"] = [200, room([hearing("2", 0), hearing("1", -1)], null)];
  await open();
  expect(keys().map((key) => key.textContent?.match(/TJ-\d/)?.[0])).toEqual(["TJ-2", "TJ-1"]);
});

it("throws another device out by a second press alone", async () => {
  replies["GET /api/screen"] = [200, room([{ ...hearing("1", 0), taken: true }], null)];
  replies["POST /api/screen/join"] = [200, { url: "https://a.example/join#K7QX" }];
  await open();
  expect(keys()[0]?.textContent).toContain("别的设备正在使用");
  expect(document.activeElement).not.toBe(keys()[0]);
  keys()[0]?.click();
  await settle();
  expect(asked).toEqual([]);
  expect(keys()[0]?.textContent).toContain("再按一次");
  keys()[0]?.click();
  await settle();
  expect(asked).toEqual([{ path: "/api/screen/join", body: { hearing: "1" } }]);
});

it("says why it could not join, and looks again", async () => {
  replies["GET /api/screen"] = [200, room([hearing("1", 0)], null)];
  replies["POST /api/screen/join"] = [410, { code: "hearing_over" }];
  await open();
  replies["GET /api/screen"] = [200, room([], null)];
  keys()[0]?.click();
  await settle();
  expect(shown.page.querySelector("[role=alert]")?.textContent).toContain("已经结束");
  expect(keys()).toEqual([]);
  for (let n = 0; n < 7; n++) await later();
  expect(shown.page.querySelector("[role=alert]")).toBeNull();
});

it("keeps what it showed while the network is down, and says of when it is", async () => {
  replies["GET /api/screen"] = [200, room([], hearing("1", 1))];
  await open();
  replies["GET /api/screen"] = "down";
  await later();
  expect(says()).toContain("TJ-1");
  expect(shown.page.querySelector("[role=status]")?.textContent).toContain("16:00");
  replies["GET /api/screen"] = [200, room([], null)];
  await later();
  expect(shown.page.querySelector("[role=status]")).toBeNull();
});

it("says that it was revoked, and asks for another code when told to", async () => {
  replies["GET /api/screen"] = [200, { is: "revoked" }];
  replies["POST /api/screen/pairing"] = [200, { is: "pairing", code: "00000007", good_until: AT }];
  await open();
  expect(says()).toContain("已解除配对");
  expect(asked).toEqual([]);
  shown.page.querySelector<HTMLButtonElement>("[data-do=pair]")?.click();
  await settle();
  expect(shown.page.querySelector("[data-part=code]")?.textContent).toBe("00000007");
});
