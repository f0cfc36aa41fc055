import { afterEach, expect, it, vi } from "vitest";
import { shallowRef } from "vue";
import { blankFilter } from "./list";
import { useTop } from "./top";

afterEach(() => vi.unstubAllGlobals());

it("forgets what is urgent of another question, also when the next one fails", async () => {
  let answers = true;
  vi.stubGlobal("fetch", (path: string) => {
    const body = path.includes("counts") ? { urgent: 1 } : { rows: [{ id: "a" }], next: null };
    const answer = new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
    return answers ? Promise.resolve(answer) : Promise.reject(new TypeError("no network"));
  });
  const filter = shallowRef(blankFilter());
  const top = useTop(filter);
  await top.load();
  expect(top.rows.value.map((row) => row.id)).toEqual(["a"]);
  answers = false;
  filter.value = { ...blankFilter(), unit: "other" };
  await top.load();
  expect(top.rows.value).toEqual([]);
  expect(top.counts.value).toEqual({ urgent: 1 });
});
