// What is written, or drawn, on the sheet of signing outlives a stray tap that closes it.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { entry, seat, welcome } from "@/state/sample";
import type { ReadBackView } from "@/wire";
import ReadBack from "./ReadBack.vue";

const back: ReadBackView = {
  version: 1, sha256: "0".repeat(64), frozen_at: 0, changed: false, text: "1. 三楼\n", corrections: [],
  seats: [{ seat: "p", mark: null, at: null, reason: null, absent: false, by_code: false }],
};
const request = vi.fn();
const observed: (() => void)[] = [];
let shown: Shown;

const the = <T extends HTMLElement>(selector: string) => shown.page.querySelector(selector) as T;
const field = (label: string) =>
  [...shown.page.querySelectorAll<HTMLTextAreaElement>("textarea")].find((one) => shown.page.querySelector(`label[for="${one.id}"]`)?.textContent?.includes(label)) as HTMLTextAreaElement;

function open(version = 1, by_code = false) {
  const view = apply(null, welcome({ you: "p", seats: [seat("p", { role: "petitioner", side: "petitioner" })], minutes: [entry(1)] }), 0) as RoomView;
  const room = { ...view, stage: { ...view.stage, stage: "signing" as const }, readBack: { ...back, version, seats: back.seats.map((one) => ({ ...one, by_code })) } };
  shown = show(ReadBack, { hearing: { request }, room, alone: true });
}

async function stroke(...points: [number, number][]) {
  const pad = the("[data-part=sign-pad]");
  const kinds = ["pointerdown", ...points.slice(1).map(() => "pointermove")];
  kinds.forEach((kind, n) => pad.dispatchEvent(new PointerEvent(kind, { clientX: points[n]?.[0], clientY: points[n]?.[1], pointerId: 1 })));
  pad.dispatchEvent(new PointerEvent("pointerup", { pointerId: 1 }));
  await nextTick();
}

async function signed(): Promise<string> {
  the("[data-do=sign]").click();
  await vi.waitFor(() => expect(request).toHaveBeenCalled());
  return request.mock.calls[0]?.[0].mark.strokes;
}

beforeEach(() => {
  request.mockReset().mockResolvedValue({});
  observed.length = 0;
  vi.stubGlobal("ResizeObserver", class {
    constructor(resized: () => void) { observed.push(resized); }
    observe() {}
    disconnect() {}
  });
  HTMLCanvasElement.prototype.setPointerCapture = () => undefined;
  vi.spyOn(HTMLCanvasElement.prototype, "getBoundingClientRect").mockReturnValue({ left: 0, top: 0, width: 640, height: 180 } as DOMRect);
});
afterEach(() => {
  shown.gone();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("keeps a correction, the reason of a refusal and the name that was drawn", async () => {
  open();
  await stroke([10, 20], [600, 90]);
  await shown.type(field("要更正的地方"), "应为三楼东侧");
  the("[data-do=refuse]").click();
  await nextTick();
  await shown.type(field("拒绝签字的理由"), "与事实不符");
  shown.gone();
  open();
  expect(field("要更正的地方").value).toBe("应为三楼东侧");
  expect(field("拒绝签字的理由").value).toBe("与事实不符");
  the(".row button").click(); // not refused after all
  await nextTick();
  expect(await signed()).toBe("M10 20L600 90");
});

it("asks once for a correction whose answer was lost, and anew for other words", async () => {
  open();
  const ask = () => the<HTMLFormElement>("form.part").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  const asked = (n: number) => vi.waitFor(() => expect(request).toHaveBeenCalledTimes(n));
  request.mockRejectedValueOnce(new Error("the answer was lost"));
  await shown.type(field("要更正的地方"), "应为三楼西侧");
  ask();
  await asked(1);
  await vi.waitFor(() => expect(shown.page.textContent).toContain("没有提交成功"));
  ask();
  await asked(2);
  await vi.waitFor(() => expect(field("要更正的地方").value).toBe(""));
  await shown.type(field("要更正的地方"), "应为三楼北侧");
  ask();
  await asked(3);
  const [first, again, other] = request.mock.calls.map(([frame]) => frame.op);
  expect([again === first, other === first]).toEqual([true, false]);
});

it("signs by the second press, and not by a finger that taps twice", async () => {
  vi.useFakeTimers();
  open();
  the("[data-do=confirm]").click();
  await nextTick();
  the("[data-do=confirm-waits]").click(); // at once: the same tap
  expect(request).not.toHaveBeenCalled();
  the("[data-do=confirm-not]").click();
  await nextTick();
  the("[data-do=confirm]").click();
  await vi.advanceTimersByTimeAsync(700);
  the("[data-do=confirm-again]").click();
  await vi.advanceTimersByTimeAsync(0);
  expect(request.mock.calls.map(([frame]) => frame.mark)).toEqual([{ kind: "confirmed" }]);
});

it("asks for the code, and takes no press, of who has a phone it reaches", () => {
  open(1, true);
  expect(the("[data-do=confirm]")).toBeNull();
  expect(the("[data-do=send-code]")).not.toBeNull();
});

it("says to read it all before it offers the keys to sign", () => {
  open();
  const said = shown.page.textContent ?? "";
  expect(said.indexOf("从头到尾")).toBeGreaterThan(-1);
  expect(said.indexOf("从头到尾")).toBeLessThan(said.indexOf("提交手写签名"));
});

it("draws the name anew, whole, when the phone is turned", async () => {
  open();
  await stroke([10, 20], [600, 90]);
  vi.spyOn(HTMLCanvasElement.prototype, "clientWidth", "get").mockReturnValue(300);
  const drawn: string[] = [];
  const pen = new Proxy({} as Record<string, unknown>, {
    get: (_, name) => (...at: number[]) => void drawn.push(`${String(name)} ${at.join(" ")}`),
    set: () => true,
  });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(pen as never);
  observed.forEach((resized) => resized());
  await nextTick();
  expect(drawn).toEqual(expect.arrayContaining(["moveTo 5 10", "lineTo 300 45"]));
  expect(await signed()).toBe("M5 10L300 45");
});

it("drops what was drawn under another text", async () => {
  open();
  await stroke([10, 20], [600, 90]);
  shown.gone();
  open(2);
  the("[data-do=sign]").click();
  await nextTick();
  expect(request).not.toHaveBeenCalled();
});

it("reads what is to be signed aloud, and falls silent with the sheet", async () => {
  const said: string[] = [];
  const cancel = vi.fn();
  vi.stubGlobal("SpeechSynthesisUtterance", class { constructor(readonly text: string) {} });
  vi.stubGlobal("speechSynthesis", { speak: ({ text }: { text: string }) => said.push(text), cancel });
  open();
  the("[data-do=read-aloud]").click();
  expect(said).toEqual(["1. 三楼"]);
  cancel.mockClear();
  shown.gone();
  expect(cancel).toHaveBeenCalled();
});
