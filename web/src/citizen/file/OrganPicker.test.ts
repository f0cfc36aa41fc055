import { createApp, h, nextTick, ref } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import OrganPicker from "./OrganPicker.vue";

const organ = (id: string, name: string) => ({ id, name, kind: "responsible_unit" as const, division: "620103", division_name: "七里河区" });
const asked: string[] = [];

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
  asked.length = 0;
});

async function settled() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setTimeout(done, 10));
  await nextTick();
}

/** A county with more organs than one page shows. */
function shown(chosen: string) {
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    const search = new URL(path, "http://x").searchParams.get("search") ?? "";
    const all = [organ("a", "区住建局"), organ("b", "区教育局"), organ("c", "区水务局")].filter(({ name }) => name.includes(search));
    return Promise.resolve(Response.json({ rows: all.slice(0, 2), next: all.length > 2 ? "2" : null }));
  });
  const value = ref(chosen);
  const place = ref("620103002");
  const page = document.createElement("div");
  document.body.append(page);
  const known = [organ("c", "区水务局")];
  const render = () =>
    h(OrganPicker, {
      modelValue: value.value,
      "onUpdate:modelValue": (now: string) => (value.value = now),
      place: place.value,
      known,
    });
  createApp({ render }).mount(page);
  return { page, value, place };
}

it("finds an organ by what is typed and keeps the one that is chosen", async () => {
  const { page, value } = shown("c");
  await settled();
  const names = () => [...page.querySelectorAll("option")].map((one) => one.textContent).slice(1);
  expect(names().sort()).toEqual(["区住建局", "区教育局", "区水务局"].sort());
  const field = page.querySelector("input")!;
  field.value = "教育";
  field.dispatchEvent(new Event("input"));
  await settled();
  expect(new URL(asked.at(-1)!, "http://x").searchParams.get("search")).toBe("教育");
  expect(names().sort()).toEqual(["区教育局", "区水务局"].sort());
  expect(value.value).toBe("c");
});

it("means no organ of another place any more", async () => {
  const { value, place } = shown("c");
  await settled();
  place.value = "620102001";
  await settled();
  expect(value.value).toBe("");
  expect(asked.at(-1)).toContain("near=620102001");
});
