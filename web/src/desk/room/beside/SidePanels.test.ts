import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { h, nextTick, ref, shallowReactive, shallowRef } from "vue";
import { Beside } from "@/room/beside/beside";
import { apply, type RoomView } from "@/state/room";
import { entry, welcome } from "@/state/sample";
import { show, type Shown } from "../../parts/show";
import SidePanels from "./SidePanels.vue";

vi.mock("../../api", () => ({ petitions: { one: () => Promise.reject(new Error("none")) } }));

const papers = (reading: string | null) => ({ agreement: null, agreed: false, items: [], entries: [], reading });
let shown: Shown;
let props: { hearing: unknown; room: RoomView };

const tab = (panel: string) => shown.page.querySelector(`[data-panel=${panel}]`) as HTMLElement;
const the = <T extends HTMLElement>(selector: string) => shown.page.querySelector(selector) as T;
const open = async (panel: string) => {
  tab(panel).click();
  await nextTick();
};
const selected = () => the("[aria-selected=true]").dataset.panel;
const read = async (line: string | null) => {
  props.room = { ...props.room, papers: papers(line) };
  await nextTick();
};

beforeEach(() => {
  const beside = new Beside(() => new Promise(() => undefined), []);
  const room = apply(null, welcome({ minutes: [entry(1)] }), 0) as RoomView;
  props = shallowReactive({ hearing: { beside: shallowRef(beside), request: vi.fn(), outbox: shallowRef(null), now: ref(0) }, room: { ...room, papers: papers(null) } });
  shown = show({ setup: () => () => h(SidePanels, props as never, () => h("p", "笔录正文")) }, {});
});
afterEach(() => shown.gone());

it("turns to the minutes when the reading begins, and has what was being written when one comes back", async () => {
  await open("exhibits");
  await shown.type(the("[data-part=bring] input:not([type=file])"), "收据");
  await open("chat");
  await shown.type(the("[data-part=chat] textarea"), "请稍等，还有一份");
  await read("e1");
  expect(selected()).toBe("minutes");
  await open("exhibits");
  expect(the<HTMLInputElement>("[data-part=bring] input:not([type=file])").value).toBe("收据");
  await open("chat");
  expect(the<HTMLTextAreaElement>("[data-part=chat] textarea").value).toBe("请稍等，还有一份");
});

it("is tabs by the book: one stop, arrows between them, each with its panel", async () => {
  expect([...shown.page.querySelectorAll("[role=tab]")].map((one) => one.getAttribute("tabindex"))).toEqual(["0", "-1", "-1", "-1"]);
  await shown.press(tab("minutes"), { key: "ArrowLeft" });
  await nextTick();
  expect([selected(), document.activeElement]).toEqual(["chat", tab("chat")]);
  await shown.press(tab("chat"), { key: "ArrowRight" });
  expect(selected()).toBe("minutes");
  for (const one of shown.page.querySelectorAll("[role=tab]")) {
    const panel = document.getElementById(one.getAttribute("aria-controls") ?? "");
    expect([panel?.getAttribute("role"), panel?.getAttribute("aria-labelledby")]).toEqual(["tabpanel", one.id]);
  }
});
