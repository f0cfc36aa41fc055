import { afterEach, expect, it, vi } from "vitest";
import { nextTick, reactive } from "vue";
import { Problem } from "@/api/http";
import { supervision } from "../api";
import { show } from "../parts/show";
import { record } from "../text";
import ItemLine from "./ItemLine.vue";

const failed = vi.hoisted(() => vi.fn());
vi.mock("../parts/say", () => ({ failed, told: vi.fn(), failureText: vi.fn(), confirmed: vi.fn() }));

afterEach(() => sessionStorage.clear());

const item = {
  id: "i", hearing: "h", agency: "a", agency_name: "区住建局", content: "维修屋面", deadline: "2026-12-01", last_day: "2026-12-01", decide_by: null, undecided: false, entry: "e", state: "ordered",
  petition_number: "XF1", petition: null, overdue: false, may: ["accept"], report: null, tag: "t",
};

it.each([
  ["is looked at anew where a colleague was faster", new Problem(422, "wrong_state"), 1],
  ["stays as it is where no answer came", new Problem(0, "unreachable"), 0],
])("a line %s", async (_claim, problem, times) => {
  vi.spyOn(supervision, "step").mockRejectedValue(problem);
  const onChanged = vi.fn();
  const { page, gone } = show(ItemLine, { item, linked: true, onChanged });
  await nextTick();
  page.querySelector("button")?.click();
  await vi.waitFor(() => expect(failed).toHaveBeenLastCalledWith(problem));
  expect(onChanged).toHaveBeenCalledTimes(times);
  gone();
});

it("says how it stands where a colleague was faster, and keeps what was typed", async () => {
  const step = vi.spyOn(supervision, "step").mockRejectedValueOnce(new Problem(412, "outdated")).mockResolvedValue({} as never);
  const shown = reactive({ item: { ...item, state: "done", may: ["send_back", "close"] }, linked: true });
  const onChanged = () => (shown.item = { ...shown.item, state: "accepted", may: [], tag: "u" });
  const { page, type, gone } = show(ItemLine, Object.assign(shown, { onChanged }));
  await nextTick();
  page.querySelector("button")?.click();
  await vi.waitFor(() => expect(document.querySelector(".el-dialog textarea")).not.toBeNull());
  const field = document.querySelector(".el-dialog textarea") as HTMLTextAreaElement;
  await type(field, "业主反映仍有渗漏");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(page.querySelector("[role=alert]")?.textContent).toContain(record.value.item.accepted));
  expect(document.querySelector(".el-dialog")?.textContent).toContain(record.value.item.accepted);
  expect(field.value).toBe("业主反映仍有渗漏");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(step).toHaveBeenLastCalledWith(expect.objectContaining({ tag: "u" }), "send_back", "业主反映仍有渗漏", []));
  gone();
});

it("shows what an organ handed in to who judges it, where they judge", async () => {
  const file = { id: "f1", opens: true, name: "验收照片.jpg", media_type: "image/jpeg", size: 2048 };
  const report = { item: "i", step: "report", text: "屋面已维修", by_name: "某甲", at: 1, files: [file, { ...file, id: "f2", opens: false, name: "合同.pdf" }] };
  const { page, gone } = show(ItemLine, { item: { ...item, state: "done", may: ["close"], report }, linked: true });
  await nextTick();
  expect(page.textContent).toContain("屋面已维修");
  expect([...page.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual(["/api/attachments/f1"]);
  expect(page.textContent).toContain("合同.pdf");
  gone();
});

it("asks an organ why it declines, and shows the bureau the reason where it decides", async () => {
  const step = vi.spyOn(supervision, "step").mockResolvedValue({} as never);
  const theirs = show(ItemLine, { item: { ...item, may: ["accept", "decline"] }, linked: true });
  await nextTick();
  theirs.page.querySelectorAll("button")[1]?.click();
  await vi.waitFor(() => expect(document.querySelector(".el-dialog textarea")).not.toBeNull());
  expect(document.querySelector(".el-dialog input[type=file]")).toBeNull();
  await theirs.type(document.querySelector(".el-dialog textarea") as HTMLTextAreaElement, "此事不属我局职责");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(step).toHaveBeenCalledWith(expect.objectContaining({ id: "i", tag: "t" }), "decline", "此事不属我局职责", []));
  theirs.gone();
  const report = { item: "i", step: "decline", text: "此事不属我局职责", by_name: "某甲", at: 1, files: [] };
  const declined = { ...item, state: "declined", decide_by: "2026-12-04", may: ["send_back", "lift"], report };
  const { page, gone } = show(ItemLine, { item: declined, linked: true });
  await nextTick();
  expect(page.textContent).toContain("退回交办：此事不属我局职责");
  expect(page.textContent).toContain("前（含当日）退回重办或者撤销");
  expect([...page.querySelectorAll("button")].map((button) => button.textContent?.trim())).toEqual(["退回重办", "撤销交办"]);
  gone();
});

const input = () => document.querySelector<HTMLInputElement>(".el-dialog input[type=file]") as HTMLInputElement;

async function choose(...names: string[]) {
  await vi.waitFor(() => expect(input()).not.toBeNull());
  Object.defineProperty(input(), "files", { value: names.map((name) => new File(["x"], name)) });
  input().dispatchEvent(new Event("change"));
}

it("sends files as they are chosen, names them with the step, and brings them back with its words", async () => {
  vi.spyOn(supervision, "show").mockResolvedValue({ id: "f1", name: "a.jpg" } as never);
  const step = vi.spyOn(supervision, "step").mockResolvedValue({} as never);
  const begin = async () => {
    const shown = show(ItemLine, { item: { ...item, state: "accepted", may: ["report"] }, linked: true });
    await nextTick();
    shown.page.querySelector("button")?.click();
    return shown;
  };
  const first = await begin();
  await choose("a.jpg");
  await vi.waitFor(() => expect(document.querySelector(".el-dialog")?.textContent).toContain("a.jpg"));
  first.gone(); // the page is loaded anew
  const { type, gone } = await begin();
  await vi.waitFor(() => expect(document.querySelector(".el-dialog")?.textContent).toContain("a.jpg"));
  await type(document.querySelector(".el-dialog textarea") as HTMLTextAreaElement, "屋面已维修并验收");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(step).toHaveBeenCalledWith(expect.objectContaining({ id: "i", tag: "t" }), "report", "屋面已维修并验收", ["f1"]));
  gone();
});

it("gives up what is on its way when its dialog is closed, and can be asked again", async () => {
  const pending = vi.spyOn(supervision, "show").mockReturnValue(new Promise(() => undefined));
  pending.mockClear();
  const { page, gone } = show(ItemLine, { item: { ...item, state: "accepted", may: ["report"] }, linked: true });
  await nextTick();
  const ask = () => page.querySelector("button")?.click();
  ask();
  await choose("a.jpg", "b.jpg");
  await vi.waitFor(() => expect(pending).toHaveBeenCalledTimes(1));
  const button = () => document.querySelector("[data-do=submit]");
  await vi.waitFor(() => expect(button()?.classList.contains("is-loading")).toBe(true));
  document.querySelector<HTMLElement>("[data-do=leave]")?.click();
  await vi.waitFor(() => expect(input()).toBeNull());
  expect(pending.mock.calls[0]?.[3].aborted).toBe(true);
  ask();
  await vi.waitFor(() => expect(input()).not.toBeNull());
  expect(button()?.classList.contains("is-loading")).toBe(false);
  gone();
});
