import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { Problem } from "@/api/http";
import { show, type Shown } from "@/desk/parts/show";
import { fill, words } from "@/i18n";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import BringForm from "./BringForm.vue";
import { besideText as t } from "./text";

const upload = vi.hoisted(() => vi.fn());
vi.mock("@/api/upload", () => ({ upload }));

const room = apply(null, welcome(), 0) as RoomView;
let shown: Shown;
const title = () => shown.page.querySelector<HTMLInputElement>("input[type=text]")!;
const said = () => shown.page.querySelector(".error")?.textContent;

beforeEach(async () => {
  shown = show(BringForm, { room, keeps: false });
  const input = shown.page.querySelector<HTMLInputElement>("input[type=file]")!;
  Object.defineProperty(input, "files", { value: [new File(["%PDF-1.7"], "收据.pdf")], configurable: true });
  input.dispatchEvent(new Event("change"));
  await nextTick();
});
afterEach(() => shown.gone());

async function bring() {
  shown.page.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(said()).toBeDefined());
}

it("says when to try again what broke off a moment ago, and keeps what was chosen", async () => {
  upload.mockRejectedValueOnce(new Problem(422, "upload_under_way", "Another file is being sent"));
  await bring();
  expect(said()).toBe(words.value.problem.upload_under_way);
  expect(said()).toContain("请过半分钟再传");
  expect([title().value, shown.page.textContent.includes("收据.pdf")]).toEqual(["收据", true]);
});

it.each([
  ["this file", "too_large", { limit: 10 * 1024 * 1024 }, () => t.value.tooLarge],
  ["all of the hearing together", "too_large", { limit: 300 * 1024 * 1024 }, () => fill(t.value.full, { n: 300 })],
  ["their number", "too_many_files", { allowed: 60 }, () => t.value.tooMany],
] as const)("says what is too much: %s", async (_, code, extras, sentence) => {
  upload.mockRejectedValueOnce(new Problem(code === "too_large" ? 413 : 422, code, null, "file", extras));
  await bring();
  expect(said()).toBe(sentence());
});
