import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextTick, reactive } from "vue";
import type { Line } from "@/state/drafts";
import { apply, type RoomView } from "@/state/room";
import { entry, seat, welcome } from "@/state/sample";
import { show, type Shown } from "../parts/show";
import MinutesEditor from "./MinutesEditor.vue";

const seats = [
  seat("presider", { role: "presider", side: "panel", label: "市信访局", name: "张某" }),
  seat("clerk", { role: "clerk", side: "panel", label: "市信访局", name: "李某" }),
  seat("petitioner", { role: "petitioner", side: "petitioner", label: "信访人", name: "赵某" }),
];
const write = vi.fn();
const discard = vi.fn();
const strike = vi.fn();
let props: {
  room: RoomView;
  outbox: unknown;
  editing: Line | null;
  lines: Line[];
  onDone: () => void;
  onEdit: (line: Line) => void;
  onStrike: (line: Line) => void;
};
let shown: Shown;

const field = () => shown.page.querySelector("textarea") as HTMLTextAreaElement;
const written = () => write.mock.calls.map(([wish]) => [wish.phase, wish.speaker, wish.text]);

async function line(text: string) {
  await shown.type(field(), text);
  await shown.press(field(), { key: "Enter" });
}

function speaks(...speaking: string[]) {
  props.room = { ...props.room, speaking };
  return nextTick();
}

beforeEach(() => {
  localStorage.clear();
  write.mockReset();
  strike.mockReset();
  const room = apply(null, welcome({ seats }), 0) as RoomView;
  props = reactive({
    room,
    outbox: { write, discard },
    editing: null,
    lines: [],
    onDone: () => (props.editing = null),
    onEdit: (line: Line) => (props.editing = line),
    onStrike: strike,
  });
  shown = show(MinutesEditor, props);
});
afterEach(() => shown.gone());

const PHRASES = ["双方质证：", "主持人宣布休会，时间为　　分钟。"];
const SKELETON = [{ entry: "s1", line: "诉求：【待补】。" }, { entry: "s2", line: "理由：【待补】。" }];
vi.mock("../api", () => ({
  minutesTemplates: {
    of: () => Promise.resolve({ kind: "joint_reception", version: null, phases: [{ phase: "statement", lines: SKELETON }] }),
  },
  phrases: { list: () => Promise.resolve([{ kind: "joint_reception", phrases: PHRASES, own: false }]) },
}));

describe("a line of the minutes", () => {
  it("is struck by F9: the newest that stands, or the one that is mended", async () => {
    const of = (n: number, struck: string | null = null): Line => ({ id: `e${n}`, entry: entry(n, { struck }), draft: null });
    await shown.press(document.body, { key: "F9" });
    expect(strike).not.toHaveBeenCalled();
    props.lines = [of(1), of(2), of(3, "重复")];
    await nextTick();
    await shown.press(document.body, { key: "F9" });
    props.editing = of(1);
    await nextTick();
    await shown.press(document.body, { key: "F9" });
    expect(strike.mock.calls.map(([line]) => line.id)).toEqual(["e2", "e1"]);
  });

  it("is not written of the deliberation, and stays where it was typed", async () => {
    const stage = { ...props.room.stage, phase: "deliberation" as const };
    props.room = { ...props.room, stage };
    await line("合议认为承办单位理由不足");
    await shown.press(document.body, { key: "F4" });
    expect(written()).toEqual([]);
    expect(field().value).toBe("合议认为承办单位理由不足");
    expect(shown.page.querySelector("[data-part=deliberates]")?.textContent).toContain("合议内容不记入笔录");
    props.room = { ...props.room, stage: { ...stage, phase: "conclusion" as const } };
    await nextTick();
    await shown.press(field(), { key: "Enter" });
    expect(written().map(([phase, , text]) => [phase, text])).toEqual([["conclusion", "合议认为承办单位理由不足"]]);
  });

  it("is put down to who is speaking, in the phase that runs", async () => {
    await speaks("petitioner");
    await line("电梯停了七次。");
    expect(written()).toEqual([["statement", "petitioner", "电梯停了七次。"]]);
    expect(field().value).toBe("");
  });

  it("stays with who spoke when it was begun, whoever speaks when it is saved", async () => {
    await speaks("petitioner");
    await shown.type(field(), "电梯");
    await speaks("presider");
    await line("电梯停了七次。");
    expect(written()).toEqual([["statement", "petitioner", "电梯停了七次。"]]);
  });

  it("goes to the seat of the key pressed, for this line only", async () => {
    await shown.press(document.body, { code: "Digit1", altKey: true });
    await line("现在开始。");
    await line("好。");
    expect(written()).toEqual([
      ["statement", "presider", "现在开始。"],
      ["statement", null, "好。"],
    ]);
  });

  it("is marked by one key for who speaks now, and what is being typed stays", async () => {
    await shown.type(field(), "电梯停了");
    await speaks("petitioner");
    await shown.press(document.body, { key: "F4" });
    await shown.press(document.body, { key: "F4", altKey: true }); // closes a window, and marks nothing
    expect(written()).toEqual([["statement", "petitioner", "【待补】"]]);
    expect(field().value).toBe("电梯停了");
  });

  it("is not saved by the Enter that picks a word of an input method", async () => {
    await shown.type(field(), "dianti");
    await shown.press(field(), { key: "Enter", isComposing: true });
    expect(write).not.toHaveBeenCalled();
  });

  it("is not saved while it is blank, too long, or Shift is held", async () => {
    await line("   ");
    await line("长".repeat(4001));
    await shown.type(field(), "第一行");
    await shown.press(field(), { key: "Enter", shiftKey: true });
    expect(write).not.toHaveBeenCalled();
  });

  it("takes a phrase where the cursor is: one key opens, typing filters, Enter puts it in", async () => {
    await shown.type(field(), "张某：");
    field().setSelectionRange(3, 3);
    await shown.press(document.body, { key: "F2" });
    const ask = shown.page.querySelector("[data-part=phrases] input") as HTMLInputElement;
    await vi.waitFor(() => expect(shown.page.querySelectorAll("[role=option]")).toHaveLength(2));
    await shown.type(ask, "休会");
    await shown.press(ask, { key: "Enter" });
    await nextTick();
    expect(field().value).toBe("张某：主持人宣布休会，时间为　　分钟。");
    expect([field().selectionStart, field().selectionEnd]).toEqual([14, 16]);
    expect(shown.page.querySelector("[data-part=phrases]")).toBeNull();
    expect(write).not.toHaveBeenCalled();
  });

  it("comes of the template by one key, once, and its first blank is marked to be typed over", async () => {
    write.mockImplementation((wish) => {
      const line = { ...entry(1, { phase: wish.phase, speaker: null, text: wish.text }), id: wish.entry };
      props.lines = [...props.lines.filter((one) => one.id !== wish.entry), { id: wish.entry, entry: line, draft: null }];
    });
    await shown.press(document.body, { key: "F8" });
    await vi.waitFor(() => expect(field().value).toBe("诉求：【待补】。"));
    expect(write.mock.calls.map(([wish]) => [wish.entry, wish.op, wish.phase, wish.speaker])).toEqual([
      ["s1", "s1", "statement", null],
      ["s2", "s2", "statement", null],
    ]);
    await vi.waitFor(() => expect([field().selectionStart, field().selectionEnd]).toEqual([3, 7]));
    // Written up, the same key keeps it and leads on to the next.
    await shown.type(field(), "诉求：退还押金。");
    await shown.press(document.body, { key: "F8" });
    await vi.waitFor(() => expect(field().value).toBe("理由：【待补】。"));
    expect(written().slice(2)).toEqual([["statement", null, "诉求：退还押金。"]]);
  });

  it("keeps what was typed where the key of the template cannot: too long, or with another speaker only", async () => {
    const blank = (id: string, text: string): Line => ({ id, entry: { ...entry(1, { phase: "statement", speaker: null, text }), id }, draft: null });
    const lines = [blank("s1", "诉求：【待补】。"), blank("s2", "理由：【待补】。")];
    props.lines = lines;
    props.editing = lines[0] as Line;
    await nextTick();
    const long = "长".repeat(4001);
    await shown.type(field(), long);
    await shown.press(document.body, { key: "F8" });
    await new Promise((done) => setTimeout(done));
    expect([field().value, props.editing?.id]).toEqual([long, "s1"]);

    await shown.type(field(), "诉求：【待补】。");
    await shown.press(document.body, { code: "Digit3", altKey: true });
    const picked = (shown.page.querySelector(".now") as HTMLElement).dataset.speaker;
    await shown.press(document.body, { key: "F8" });
    await vi.waitFor(() => expect(field().value).toBe("理由：【待补】。"));
    expect(write.mock.calls.map(([wish]) => [wish.entry, wish.speaker])).toEqual([["s1", picked]]);
  });

  it("is left alone by phrases that are closed", async () => {
    await shown.press(document.body, { key: "F2" });
    const ask = shown.page.querySelector("[data-part=phrases] input") as HTMLInputElement;
    await shown.press(ask, { key: "Escape" });
    expect(shown.page.querySelector("[data-part=phrases]")).toBeNull();
    expect(field().value).toBe("");
  });

  it("survives a reload while it is being typed", async () => {
    await shown.type(field(), "说到一半");
    shown.gone();
    shown = show(MinutesEditor, props);
    expect(field().value).toBe("说到一半");
  });

  it.each(["begun", "mended"])("%s by one seat is not there for who sits down next at the same computer", async (what) => {
    const read: Line = { id: "e1", entry: entry(1, { speaker: null, text: "三楼" }), draft: null };
    props.lines = [read];
    if (what === "mended") props.editing = read;
    await nextTick();
    await shown.type(field(), "三楼东侧");
    shown.gone();
    Object.assign(props, { editing: null, room: { ...props.room, you: "presider" } });
    shown = show(MinutesEditor, props);
    await nextTick();
    expect([field().value, props.editing]).toEqual(["", null]);
  });

  it("is edited in its own phase and speaker, and what was being typed comes back", async () => {
    await shown.type(field(), "说到一半");
    const earlier = entry(1, { phase: "opening", speaker: "presider", text: "核对身份" });
    props.editing = { id: "e1", entry: earlier, draft: null };
    await nextTick();
    await line("核对各方身份");
    expect(write.mock.calls[0]?.[0]).toMatchObject({ entry: "e1", phase: "opening", speaker: "presider", text: "核对各方身份" });
    expect(field().value).toBe("说到一半");
  });

  it("is sent as built on what was read, however often others changed it meanwhile, and shows what they made of it", async () => {
    const read: Line = { id: "e1", entry: entry(1, { speaker: null, text: "三楼" }), draft: null };
    props.lines = [read];
    props.editing = read;
    await nextTick();
    await shown.type(field(), "三楼东侧");
    expect(shown.page.querySelector("[data-part=theirs]")).toBeNull();
    props.lines = [{ ...read, entry: entry(1, { speaker: null, text: "四楼", revision: 2 }) }];
    await nextTick();
    expect(shown.page.querySelector("[data-part=theirs]")?.textContent).toContain("四楼");
    await shown.press(field(), { key: "Enter" });
    expect(write.mock.calls[0]?.[0]).toMatchObject({ entry: "e1", base: 1, text: "三楼东侧" });
  });

  it("that is mended survives a reload, and is still built on what was read", async () => {
    const read: Line = { id: "e1", entry: entry(1, { speaker: null, text: "三楼" }), draft: null };
    props.lines = [read];
    props.editing = read;
    await nextTick();
    await shown.type(field(), "三楼东侧");
    shown.gone();
    props.editing = null;
    props.lines = [{ ...read, entry: entry(1, { speaker: null, text: "四楼", revision: 2 }) }];
    shown = show(MinutesEditor, props);
    await nextTick();
    await nextTick();
    expect(field().value).toBe("三楼东侧");
    await shown.press(field(), { key: "Enter" });
    expect(write.mock.calls[0]?.[0]).toMatchObject({ entry: "e1", base: 1, text: "三楼东侧" });
    expect(localStorage.length).toBe(0);
  });

  it("goes to the entry that is mended, not as a new line, when the editor comes back from signing", async () => {
    await shown.type(field(), "说到一半");
    const read: Line = { id: "e1", entry: entry(1, { speaker: null, text: "三楼" }), draft: null };
    props.editing = read;
    await nextTick();
    shown.gone();
    shown = show(MinutesEditor, props);
    await nextTick();
    expect(field().value).toBe("三楼");
  });
});
