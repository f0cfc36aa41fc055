import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import { t } from "../text";
import LogPart from "./LogPart.vue";

const deeds = [
  { id: "2", at: 2, by_name: null, kind: "agency.created", about: "兰州市信访局" },
  { id: "1", at: 1, by_name: "张某", kind: "staff.disabled", about: "chen" },
];
const sessions = [
  { id: "4", at: 4, by_name: null, kind: "session.refused", about: "? (192.0.2.1)" },
  { id: "3", at: 3, by_name: "陈某", kind: "session.began", about: "chen (192.0.2.1)" },
];

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

it("keeps who came and went apart from what was administered", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    const body = { rows: url.includes("sessions=true") ? sessions : deeds, next: null };
    return Promise.resolve(new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }));
  });
  const { page } = show(LogPart, {});
  const lines = () => [...page.querySelectorAll("tbody tr")].map((row) => row.textContent);
  await settled();
  expect(lines()[0]).toContain(t.value.calendar.commandLine);
  expect(lines()[1]).toContain(t.value.log.kind["staff.disabled"]);

  page.querySelector<HTMLInputElement>("input[type=radio]:not(:checked)")!.click();
  await settled();
  expect(lines()[0]).toContain(t.value.log.unknown);
  expect(lines()[1]).toContain(t.value.log.kind["session.began"]);
  expect(lines().join()).not.toContain("chen ()");
  expect(asked.at(-1)).toContain("sessions=true");
});
