import { afterEach, expect, it } from "vitest";
import { nextTick } from "vue";
import { t } from "../text";
import FoundSelect from "./FoundSelect.vue";
import { show } from "./show";

const all = ["城关区信访局", "七里河区信访局", "西固区信访局"].map((name, n) => ({ id: `${n}`, name }));
const asked: string[] = [];

async function find(search: string) {
  asked.push(search);
  const rows = all.filter(({ name }) => name.includes(search));
  return Promise.resolve({ rows: rows.slice(0, 2), next: rows.length > 2 ? "2" : null });
}

async function settled() {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((done) => setTimeout(done, 10));
  await nextTick();
}

afterEach(() => {
  document.body.innerHTML = "";
  asked.length = 0;
});

it("shows the first rows, says that there are more, and finds by what is typed", async () => {
  const { page, type } = show(FoundSelect<(typeof all)[number]>, {
    modelValue: "2",
    find,
    word: (one: { name: string }) => one.name,
    label: "机关",
    known: [all[2]!],
  });
  await settled();
  const words = () => [...document.querySelectorAll(".el-select-dropdown__item")].map((one) => one.textContent.trim());
  expect(asked).toEqual([""]);
  expect(words().sort()).toEqual(all.map(({ name }) => name).sort());
  expect(page.textContent).toContain("西固区信访局");
  const input = page.querySelector("input")!;
  input.click();
  await settled();
  expect(document.body.textContent).toContain(t.value.common.typeToFind);
  await type(input, " 七里 ");
  await settled();
  expect(asked.at(-1)).toBe("七里");
  expect(words()).toContain("七里河区信访局");
  expect(words()).not.toContain("城关区信访局");
  expect(words(), "what is chosen keeps its name").toContain("西固区信访局");
});
