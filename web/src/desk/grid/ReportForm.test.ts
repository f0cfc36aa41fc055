import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { Problem } from "@/api/http";
import { show, type Shown } from "../parts/show";
import type { Me } from "../rest";
import { me } from "../shell/session";
import { t } from "../text";
import ReportForm from "./ReportForm.vue";

const { report, addPhoto } = vi.hoisted(() => ({ report: vi.fn(), addPhoto: vi.fn() }));
vi.mock("../api", () => ({ grid: { report, addPhoto } }));

let shown: Shown;
const onReported = vi.fn();
const the = <T extends HTMLElement>(selector: string) => shown.page.querySelector(selector) as T;
const names = () => [...shown.page.querySelectorAll(".name")].map((name) => name.textContent);
const said = () => the("[role=alert]")?.textContent?.trim();

async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await nextTick();
}

async function submit() {
  the("form").dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
}

/** The camera of a phone gives one picture, in place of the one before. */
async function photographed(...pictures: string[]) {
  const input = the<HTMLInputElement>("input[type=file]");
  const files = pictures.map((name) => new File(["x"], name));
  Object.defineProperty(input, "files", { value: files, configurable: true });
  input.dispatchEvent(new Event("change"));
  await nextTick();
}

beforeEach(() => {
  localStorage.clear();
  [report, addPhoto, onReported].forEach((mock) => mock.mockReset());
  report.mockImplementation(({ id }) => Promise.resolve({ id }));
  addPhoto.mockResolvedValue({});
  me.value = { id: "u1" } as Me;
  shown = show(ReportForm, { places: [{ code: "620103002001001", name: "第一网格" }], onReported });
});
afterEach(() => {
  shown.gone();
  me.value = null;
});

it("gathers photos one by one up to six, and leaves one out again", async () => {
  for (const at of [1, 2, 3, 4, 5]) await photographed(`${at}.jpg`);
  the("li button").click();
  await photographed("6.jpg", "7.jpg", "8.jpg");
  expect(names()).toEqual(["2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg", "7.jpg"]);
  expect(the("input[type=file]"), "there is no place for more").toBeNull();
});

it("sends what got through once, and the rest with the next press", async () => {
  await shown.type(the("textarea"), "楼道照明坏了三天");
  await photographed("1.jpg", "2.jpg");
  addPhoto.mockResolvedValueOnce({}).mockRejectedValueOnce(new Problem(0, "unreachable"));
  await submit();
  expect([said(), names(), onReported.mock.calls.length]).toEqual([t.value.grid.photosLeft, ["2.jpg"], 0]);
  await submit();
  expect(addPhoto.mock.calls.map(([, photo]) => photo.name)).toEqual(["1.jpg", "2.jpg", "2.jpg"]);
  expect([names(), the<HTMLTextAreaElement>("textarea").value, onReported.mock.calls.length]).toEqual([[], "", 1]);
});

it("says what is missing at the press, and keeps what was typed first", async () => {
  await shown.type(the("[autocomplete=off]"), "3 号楼");
  await submit();
  expect([said(), report.mock.calls.length]).toEqual([t.value.grid.lacks.text, 0]);
  shown.gone();
  shown = show(ReportForm, { places: [{ code: "620103002001001", name: "第一网格" }] });
  expect(the<HTMLInputElement>("[autocomplete=off]").value).toBe("3 号楼");
});

it("shows what was not sent to its writer alone, with a place that is still theirs", async () => {
  await shown.type(the("textarea"), "楼道照明坏了三天");
  const open = (person: string, ...places: string[]) => {
    shown.gone();
    me.value = { id: person } as Me;
    shown = show(ReportForm, { places: places.map((code) => ({ code, name: code })) });
    return [the<HTMLTextAreaElement>("textarea").value, the<HTMLSelectElement>("select").value];
  };
  expect(open("u2", "620103002001001")).toEqual(["", "620103002001001"]);
  expect(open("u1", "620103002001002")).toEqual(["楼道照明坏了三天", "620103002001002"]);
});

describe("where the first went up unseen and was written anew", () => {
  const button = (name: string) => the<HTMLButtonElement>(`[data-do=${name}]`);

  beforeEach(async () => {
    await shown.type(the("textarea"), "楼道照明坏了三天");
    await photographed("1.jpg");
    report.mockRejectedValueOnce(new Problem(409, "reported_otherwise"));
    await submit();
  });

  it("says so, shows what is there, and keeps what was typed", () => {
    expect(said()).toBe(t.value.grid.earlier);
    expect([the<HTMLTextAreaElement>("textarea").value, names()]).toEqual(["楼道照明坏了三天", ["1.jpg"]]);
    expect(onReported).toHaveBeenCalledOnce();
    expect(addPhoto, "to none of the two").not.toHaveBeenCalled();
  });

  it("goes as another report when asked to, photos and all", async () => {
    button("another").click();
    await settled();
    const [first, second] = report.mock.calls.map(([body]) => body);
    expect(second.id).not.toBe(first.id);
    expect({ ...second, id: first.id }).toEqual(first);
    expect(addPhoto.mock.calls.map(([id]) => id)).toEqual([second.id]);
    expect(the<HTMLTextAreaElement>("textarea").value).toBe("");
  });

  it("sends nothing when that was enough", async () => {
    button("clear").click();
    await settled();
    expect([report.mock.calls.length, the<HTMLTextAreaElement>("textarea").value, names()]).toEqual([1, "", []]);
    await shown.type(the("textarea"), "井盖松动，夜里响");
    await submit();
    const [first, second] = report.mock.calls.map(([body]) => body.id);
    expect(second).not.toBe(first);
  });
});
