import { nextTick } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import PeopleEditor from "./PeopleEditor.vue";

let shown: Shown;
afterEach(() => shown.gone());

it("marks the line that lacks a name, and the part that the server does not take", async () => {
  const modelValue = [
    { key: "a", name: "钱某", phone: "1" },
    { key: "b", name: "", phone: "13800000002" },
    { key: "c", name: "", phone: "" },
  ];
  const refused = { key: "a", part: "phone", sentence: "号码不对" };
  shown = show(PeopleEditor, { modelValue, title: "联名人", add: "添加", tried: true, refused });
  await nextTick();
  const marked = [...shown.page.querySelectorAll(".is-error input")].map((input) => input.getAttribute("aria-label"));
  expect(marked).toEqual([`联名人 1 ${t.value.register.phone}`, `联名人 2 ${t.value.register.name}`]);
  await vi.waitFor(() => expect(shown.page.textContent).toContain("号码不对"));
  expect(shown.page.textContent).toContain(t.value.register.personName);
});
