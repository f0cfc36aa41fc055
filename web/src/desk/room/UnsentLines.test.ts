import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { pack, write } from "@/state/drafts";
import { show, type Shown } from "../parts/show";
import { keepChange, keepTyping } from "./typing";
import UnsentLines from "./UnsentLines.vue";

const say = vi.hoisted(() => ({ confirmed: vi.fn(), copy: vi.fn() }));
vi.mock("../parts/say", () => say);

let shown: Shown | undefined;
const clerk = { hearing: "h", seat: "clerk" };
const open = (seat = "clerk") => (shown = show(UnsentLines, { id: "h", seat, outbox: null, over: true }));
const press = (what: string) => shown?.page.querySelector<HTMLElement>(`[data-do=${what}]`)?.click();

beforeEach(() => localStorage.clear());
afterEach(() => shown?.gone());

it("shows what is in no minutes, also after the hearing, and gives it to be copied", () => {
  const line = { op: "o", entry: "x", base: 0, phase: "statement", speaker: null, at: 0 } as const;
  localStorage.setItem("lj.drafts.h.clerk", pack(write([], { ...line, text: "断网时记下的一句" })));
  keepChange(clerk, { entry: "e1", base: 1, text: "改到一半", speaker: null, phase: "statement" });
  keepTyping(clerk, "说到一半");
  const { page } = open();
  expect(page.textContent).toContain("3 条记录没有存上");
  press("copy-unsent");
  expect(say.copy).toHaveBeenCalledWith("断网时记下的一句\n改到一半\n说到一半");
});

it("forgets it only when the person says so", async () => {
  keepTyping(clerk, "说到一半");
  const { page } = open();
  say.confirmed.mockResolvedValueOnce(false).mockResolvedValueOnce(true);
  press("drop-unsent");
  await new Promise((done) => setTimeout(done));
  expect(localStorage.length).toBe(1);
  press("drop-unsent");
  await new Promise((done) => setTimeout(done));
  await nextTick();
  expect([localStorage.length, page.textContent]).toEqual([0, ""]);
});

it("says nothing of another seat's", () => {
  keepTyping(clerk, "说到一半");
  expect(open("presider").page.textContent).toBe("");
});

it("says nothing where everything is in the minutes", () => {
  expect(open().page.textContent).toBe("");
});
