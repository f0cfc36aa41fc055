import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import { t } from "../text";
import OpeningsPart from "./OpeningsPart.vue";

const rows = [
  { id: "2", at: 2, by: "s1", by_name: "陈某", petition: null, number: null, sought_by: "name", digest: "0123456789abcdef" },
  { id: "1", at: 1, by: "s2", by_name: "李某", petition: "p", number: "XF1", sought_by: null, digest: null },
];

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

it("says who opened what and who looked for somebody, and of one person alone", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    const body = { rows, next: null };
    return Promise.resolve(new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }));
  });
  const { page } = show(OpeningsPart, {});
  await settled();
  const lines = [...page.querySelectorAll("tbody tr")].map((row) => row.textContent);
  expect(lines[0]).toContain(t.value.openings.sought.name);
  expect(lines[0]).toContain(t.value.openings.mark("01234567"));
  expect(lines[1]).toContain(t.value.openings.opened("XF1"));

  page.querySelector<HTMLElement>("tbody button")!.click();
  await settled();
  expect(asked.at(-1)).toContain("person=s1");
});
