import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { Problem } from "@/api/http";
import { show, type Shown } from "../parts/show";
import SkeletonCard from "./SkeletonCard.vue";

const save = vi.fn();
let version: number | null;
vi.mock("../api", () => ({
  minutesTemplates: {
    list: () =>
      Promise.resolve([
        { kind: "joint_reception", version, tag: `tag ${version}`, phases: [{ phase: "opening", lines: ["事由：【待补】。"] }] },
      ]),
    save: (...all: unknown[]) => save(...all),
  },
}));

let shown: Shown;
const field = () => shown.page.querySelector("textarea") as HTMLTextAreaElement;

beforeEach(async () => {
  sessionStorage.clear();
  version = null;
  save.mockReset();
  shown = show(SkeletonCard, { mine: true });
  await vi.waitFor(() => expect(field().value).toBe("事由：【待补】。"));
});
afterEach(() => shown.gone());

async function submit() {
  shown.page.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(save).toHaveBeenCalled());
  await nextTick();
}

it("a template is saved phase by phase over the version that was read", async () => {
  save.mockResolvedValue({});
  await shown.type(field(), "一：【待补】\n二");
  await submit();
  expect(save.mock.calls).toEqual([
    ["joint_reception", "tag null", [{ phase: "opening", lines: ["一：【待补】", "二"] }]],
  ]);
});

it("what is typed while it is being saved stays", async () => {
  let done: (value: unknown) => void = () => {};
  save.mockReturnValue(new Promise((resolve) => (done = resolve)));
  await shown.type(field(), "先写的");
  await submit();
  await shown.type(field(), "先写的，又写的");
  version = 1;
  done({});
  await vi.waitFor(() => expect(shown.page.textContent).toContain("1"));
  await nextTick();
  expect(field().value).toBe("先写的，又写的");
});

it("what was typed stays where somebody else was faster", async () => {
  save.mockRejectedValue(new Problem(412, "outdated"));
  version = 2;
  await shown.type(field(), "我写的");
  await submit();
  await vi.waitFor(() => expect(shown.page.querySelector("[role=alert]")?.textContent).not.toBeUndefined());
  expect(field().value).toBe("我写的");
});
