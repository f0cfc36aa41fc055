import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import AgencySelect from "./AgencySelect.vue";
import { show } from "./show";

const agency = (id: string, division: string) => ({ id, name: `机关${id}`, kind: "responsible_unit", division, division_name: "" });
const all = [agency("n1", "620102"), agency("n2", "620103"), agency("n3", "620103")];
const asked: URL[] = [];

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
  asked.length = 0;
});

async function settled() {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((done) => setTimeout(done, 10));
  await nextTick();
}

it("asks for what fits, knows what was chosen before, and puts who is meant first at the top", async () => {
  vi.stubGlobal("fetch", (path: string) => {
    const url = new URL(path, "http://x");
    asked.push(url);
    const ids = url.searchParams.get("ids")?.split(",");
    const rows = ids ? all.filter(({ id }) => ids.includes(id)) : all.slice(0, 2);
    return Promise.resolve(Response.json({ rows, next: ids ? null : "2" }));
  });
  const { page } = show(AgencySelect, {
    modelValue: "n3",
    label: "机关",
    near: "620103",
    first: ["n3"],
    fits: (one: { division: string }) => one.division === "620103",
  });
  await settled();
  const words = [...document.querySelectorAll(".el-select-dropdown__item")].map((one) => one.textContent.trim());
  expect(words).toEqual(["机关n3", "机关n2"]);
  expect(page.textContent).toContain("机关n3");
  expect(asked.some((url) => url.searchParams.get("near") === "620103")).toBe(true);
});
