import { nextTick } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show, type Shown } from "../parts/show";
import RoomScreens from "./RoomScreens.vue";

const AT = 1_800_000_000_000;
const screen = (id: string, revoked: object | null) => ({ id, name: `电视${id}`, paired_at: AT, paired_by_name: "周某", last_seen_at: AT, revoked });

let shown: Shown;
let asked: { path: string; body: unknown }[];
let replies: Record<string, [number, unknown]>;

const settle = async () => { for (let i = 0; i < 12; i++) await nextTick(); };
const dialog = () => document.querySelector("[data-part=room-screens]") as HTMLElement;
const rows = () => [...dialog().querySelectorAll("[data-part=screen] th")].map((one) => one.textContent);
const fields = () => [...dialog().querySelectorAll<HTMLInputElement>("form input")];
const key = () => dialog().querySelector("[data-do=pair]") as HTMLButtonElement;

beforeEach(async () => {
  asked = [];
  replies = { "GET /api/rooms/r/screens": [200, { room_name: "第一接访室", agency_name: "", screens: [screen("2", null), screen("1", { at: AT, by_name: "周某", reason: "电视机报废" })] }] };
  vi.stubGlobal("fetch", (path: string, { method, body }: { method: string; body?: string }) => {
    if (method === "POST") asked.push({ path, body: JSON.parse(body ?? "null") });
    const [status, answer] = replies[`${method} ${path}`] ?? [404, {}];
    return Promise.resolve({ ok: status < 300, status, text: () => Promise.resolve(JSON.stringify(answer)) });
  });
  shown = show(RoomScreens, { room: { id: "r", name: "第一接访室" } });
  await settle();
});
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

it("lists what is paired, and what was when asked to", async () => {
  expect(rows()).toEqual(["电视2"]);
  (dialog().querySelector("input[type=checkbox]") as HTMLInputElement).click();
  await settle();
  expect(rows()).toEqual(["电视2", "电视1"]);
  expect(dialog().textContent).toContain("电视机报废");
});

it("pairs by the code as it stands on the screen, and keeps what was typed when it is wrong", async () => {
  const [code, name] = fields();
  if (!code || !name) throw new Error("two fields");
  await shown.type(code, "0429 173");
  await shown.type(name, "东墙电视");
  expect(key().disabled).toBe(true);
  await shown.type(code, "0429 1735");
  expect(key().disabled).toBe(false);
  replies["POST /api/rooms/r/screens"] = [422, { code: "no_such_code", field: "code", detail: "in English" }];
  key().click();
  await settle();
  expect(asked).toEqual([{ path: "/api/rooms/r/screens", body: { code: "04291735", name: "东墙电视" } }]);
  expect(fields().map((field) => field.value)).toEqual(["0429 1735", "东墙电视"]);
  expect(document.body.textContent).toContain("没有屏幕显示这个配对码");
  replies["POST /api/rooms/r/screens"] = [201, screen("3", null)];
  key().click();
  await settle();
  expect(fields().map((field) => field.value)).toEqual(["", ""]);
});
