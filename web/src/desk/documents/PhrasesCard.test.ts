import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { Problem } from "@/api/http";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import PhrasesCard from "./PhrasesCard.vue";

const save = vi.fn();
let tag: string;
vi.mock("../api", () => ({
  phrases: {
    list: () =>
      Promise.resolve([
        { kind: "joint_reception", phrases: ["经核对身份"], own: true, tag },
        { kind: "public_hearing", phrases: ["听证员到齐"], own: true, tag },
      ]),
    save: (...all: unknown[]) => save(...all),
  },
}));

let shown: Shown;
const field = () => shown.page.querySelector("textarea") as HTMLTextAreaElement;

beforeEach(async () => {
  sessionStorage.clear();
  tag = "first";
  save.mockReset();
  shown = show(PhrasesCard, { mine: true });
  await vi.waitFor(() => expect(field().value).toBe("经核对身份"));
});
afterEach(() => shown.gone());

async function look(kind: string) {
  const select = shown.page.querySelector("select") as HTMLSelectElement;
  select.value = kind;
  select.dispatchEvent(new Event("change"));
  await nextTick();
}

async function submit() {
  shown.page.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(save).toHaveBeenCalled());
  await nextTick();
}

it("another kind looked at loses nothing of what was typed", async () => {
  await shown.type(field(), "经核对身份\n双方无异议");
  await look("public_hearing");
  expect(field().value).toBe("听证员到齐");
  await look("joint_reception");
  expect(field().value).toBe("经核对身份\n双方无异议");
});

it("what was typed stays where somebody else was faster, and goes over the newest with the next press", async () => {
  save.mockRejectedValueOnce(new Problem(412, "outdated")).mockResolvedValue({});
  await shown.type(field(), "双方无异议");
  tag = "second";
  await submit();
  await vi.waitFor(() => expect(shown.page.querySelector("[role=alert]")?.textContent).toBe(t.value.skeleton.outdated));
  expect(field().value).toBe("双方无异议");
  save.mockClear();
  await submit();
  expect(save.mock.calls).toEqual([["joint_reception", "second", ["双方无异议"]]]);
});
