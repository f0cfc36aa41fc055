import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { documents, minutesTemplates, phrases } from "../api";
import { confirmed } from "../parts/say";
import { show, type Shown } from "../parts/show";
import type { Me } from "../rest";
import { me } from "../shell/session";
import TemplatesPage from "./TemplatesPage.vue";

const guards = vi.hoisted(() => [] as (() => Promise<boolean>)[]);
vi.mock("vue-router", () => ({ onBeforeRouteLeave: (guard: () => Promise<boolean>) => guards.push(guard) }));
vi.mock("../parts/say", async (original) => ({ ...(await original<object>()), confirmed: vi.fn() }));

let shown: Shown;
const heading = () => shown.page.querySelector("input") as HTMLInputElement;
const lines = () => [...shown.page.querySelectorAll("textarea")].pop() as HTMLTextAreaElement;

async function open(value: string): Promise<void> {
  shown = show(TemplatesPage, {});
  await vi.waitFor(() => expect([heading().value, lines().value !== ""]).toEqual([value, true]));
}

const leave = () => guards[guards.length - 1]?.();

beforeEach(() => {
  sessionStorage.clear();
  me.value = { id: "one", desk: { templates: true } } as Me;
  const kinds = [{ kind: "acceptance", pattern: "{prefix}{word}〔{year}〕{n}号", closing: "特此告知" }];
  vi.spyOn(documents, "templates").mockImplementation(() => Promise.resolve({ version: 1, heading: "兰州市信访局", prefix: "兰信", kinds } as never));
  vi.spyOn(documents, "previewTemplate").mockReturnValue(new Promise(() => undefined));
  vi.spyOn(minutesTemplates, "list").mockResolvedValue([] as never);
  vi.spyOn(phrases, "list").mockResolvedValue([{ kind: "joint_reception", phrases: ["经核对身份"], own: true, tag: "t" }] as never);
  vi.mocked(confirmed).mockReset();
});

afterEach(() => {
  shown.gone();
  me.value = null;
  vi.restoreAllMocks();
});

it("is left without a question while nothing is typed", async () => {
  await open("兰州市信访局");
  expect([await leave(), vi.mocked(confirmed).mock.calls.length]).toEqual([true, 0]);
});

it("asks before what is typed on it is lost, and has it again where the page was closed", async () => {
  await open("兰州市信访局");
  await shown.type(heading(), "兰州市人民政府信访局");
  vi.mocked(confirmed).mockResolvedValue(false);
  expect(await leave()).toBe(false);
  shown.gone();
  await open("兰州市人民政府信访局");
  vi.mocked(confirmed).mockResolvedValue(true);
  expect(await leave()).toBe(true);
  shown.gone();
  await open("兰州市信访局");
});

it("asks for what is typed on one of its cards, too", async () => {
  await open("兰州市信访局");
  await shown.type(lines(), "双方无异议");
  vi.mocked(confirmed).mockResolvedValue(false);
  expect([await leave(), vi.mocked(confirmed).mock.calls.length]).toEqual([false, 1]);
});
