import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick, shallowReactive, shallowRef } from "vue";
import { write, type Drafts } from "@/state/drafts";
import { apply, type RoomView } from "@/state/room";
import { entry, welcome } from "@/state/sample";
import { show, type Shown } from "../parts/show";
import MinutesPanel from "./MinutesPanel.vue";

const confirmed = vi.hoisted(() => vi.fn());
vi.mock("../parts/say", () => ({ confirmed, copy: vi.fn(), failed: vi.fn(), told: vi.fn() }));
vi.mock("../api", () => ({ minutesTemplates: {}, phrases: { list: () => Promise.resolve([]) } }));

const request = vi.fn();
const outbox = { drafts: shallowRef<Drafts>([]), kept: shallowRef(true), write: vi.fn(), discard: vi.fn() };
let shown: Shown;
let props: { hearing: unknown; room: RoomView };

const field = () => shown.page.querySelector("[data-minutes=text]") as HTMLTextAreaElement;
const edit = async (id: string) => {
  shown.page.querySelector<HTMLElement>(`#entry-${id} .small`)?.click();
  await vi.waitFor(() => nextTick());
};

beforeEach(() => {
  localStorage.clear();
  outbox.drafts.value = [];
  confirmed.mockReset();
  request.mockReset();
  const room = apply(null, welcome({ minutes: [entry(1, { text: "三楼" }), entry(2, { text: "五楼" })] }), 0) as RoomView;
  props = shallowReactive({ hearing: { outbox: shallowRef(outbox), request }, room });
  shown = show(MinutesPanel, props);
});
afterEach(() => shown.gone());

it("asks before a line that was changed is left for another, and stays where the person says so", async () => {
  await edit("e1");
  await vi.waitFor(() => expect(field().value).toBe("三楼"));
  await shown.type(field(), "三楼东侧");
  confirmed.mockResolvedValueOnce(false);
  await edit("e2");
  expect([confirmed.mock.calls.length, field().value]).toEqual([1, "三楼东侧"]);
  confirmed.mockResolvedValueOnce(true);
  await edit("e2");
  await vi.waitFor(() => expect(field().value).toBe("五楼"));
});

it("strikes a line with a reason, once, however often it is sent; and shows why", async () => {
  shown.page.querySelector<HTMLElement>("#entry-e1 [data-do=strike]")?.click();
  const why = () => document.querySelector(".el-dialog textarea") as HTMLTextAreaElement;
  await vi.waitFor(() => expect(why()).not.toBeNull());
  expect(document.querySelector(".el-dialog")?.textContent).toContain("作废第 1 条的理由：三楼");
  await shown.type(why(), "与第二条重复");
  const send = () => document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  request.mockRejectedValueOnce(new Error("the answer was lost")).mockResolvedValueOnce({});
  send();
  await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(1));
  await vi.waitFor(() => {
    send();
    expect(request).toHaveBeenCalledTimes(2);
  });
  const [first, second] = request.mock.calls.map(([frame]) => frame);
  expect(first).toMatchObject({ type: "strike", entry: "e1", revision: 2, reason: "与第二条重复" });
  expect(second).toEqual(first);
  await vi.waitFor(() => expect(why()).toBeNull());

  props.room = { ...props.room, minutes: [entry(1, { text: "三楼", revision: 2, struck: "与第二条重复" }), entry(2, { text: "五楼" })] };
  await nextTick();
  expect(shown.page.querySelector("#entry-e1 [data-part=struck]")?.textContent).toBe("作废：与第二条重复");
  expect(shown.page.querySelector("#entry-e1 [data-do=strike]")).toBeNull();
  expect(shown.page.querySelector("#entry-e1 button")?.getAttribute("aria-label"), "named as it is labelled").toBe("改写恢复 1");
  await edit("e1"); // and is written again
  await vi.waitFor(() => expect(field().value).toBe("三楼"));
  await shown.press(field(), { key: "Enter" });
  expect(outbox.write.mock.calls[0]?.[0]).toMatchObject({ entry: "e1", base: 2, text: "三楼" });
});

it("asks nothing where nothing was changed", async () => {
  await edit("e1");
  await edit("e2");
  await vi.waitFor(() => expect(field().value).toBe("五楼"));
  expect(confirmed).not.toHaveBeenCalled();
});

it("shows who keeps the minutes what is in none while people sign, and nobody else", async () => {
  const line = { op: "o", entry: "x", base: 0, phase: "statement", speaker: null, at: 0, text: "断网时记下的一句" } as const;
  outbox.drafts.value = write([], line);
  const signing = { ...props.room, stage: { ...props.room.stage, stage: "signing" as const }, grants: { ...props.room.grants, minute: false } };
  props.room = signing;
  await nextTick();
  expect([field(), shown.page.querySelector("[data-part=unsent]")?.textContent?.includes("断网时记下的一句")]).toEqual([null, true]);
  props.room = { ...signing, you: "petitioner" };
  await nextTick();
  expect(shown.page.querySelector("[data-part=unsent]")).toBeNull();
});
