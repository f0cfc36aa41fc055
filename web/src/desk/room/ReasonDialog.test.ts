import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { show, type Shown } from "../parts/show";
import ReasonDialog from "./ReasonDialog.vue";

const { confirmed, failed } = vi.hoisted(() => ({ confirmed: vi.fn(), failed: vi.fn() }));
vi.mock("../parts/say", () => ({ confirmed, failed }));

const done = vi.fn();
const close = vi.fn();
let shown: Shown;

const field = () => document.querySelector(".el-dialog textarea") as HTMLTextAreaElement;
const press = async (what: string) => {
  document.querySelector<HTMLElement>(`[data-do=${what}]`)?.click();
  await new Promise((then) => setTimeout(then));
};
async function open() {
  shown = show(ReasonDialog, { of: "pause.h", title: "理由", submit: "休会", done, onClose: close });
  await vi.waitFor(() => expect(field()).not.toBeNull());
}

beforeEach(async () => {
  sessionStorage.clear();
  [done, close, confirmed, failed].forEach((mock) => mock.mockReset());
  await open();
});
afterEach(() => shown.gone());

it("is not left with a reason written unless the person says so", async () => {
  await shown.type(field(), "等待补充材料送达");
  confirmed.mockResolvedValueOnce(false);
  await press("leave");
  expect([confirmed.mock.calls.length, close.mock.calls.length, field().value]).toEqual([1, 0, "等待补充材料送达"]);
  confirmed.mockResolvedValueOnce(true);
  await press("leave");
  expect(close).toHaveBeenCalledOnce();
});

it("has what was written again when it was swept away, and nothing once it was done", async () => {
  await shown.type(field(), "等待补充材料送达");
  shown.gone();
  await open();
  expect(field().value).toBe("等待补充材料送达");
  done.mockResolvedValueOnce(false);
  await press("submit");
  expect([close.mock.calls.length, field().value]).toEqual([0, "等待补充材料送达"]);
  done.mockResolvedValueOnce(true);
  await press("submit");
  expect(close).toHaveBeenCalledOnce();
  shown.gone();
  await open();
  await nextTick();
  expect(field().value).toBe("");
});

it("frees its key, says why and keeps the reason where what it is for breaks off", async () => {
  await shown.type(field(), "等待补充材料送达");
  for (const tries of [1, 2]) {
    done.mockRejectedValueOnce(new Error("broken"));
    await press("submit");
    expect([done.mock.calls.length, failed.mock.calls.length]).toEqual([tries, tries]);
  }
  const key = document.querySelector("[data-do=submit]") as HTMLButtonElement;
  expect([key.disabled, close.mock.calls.length, field().value]).toEqual([false, 0, "等待补充材料送达"]);
});
