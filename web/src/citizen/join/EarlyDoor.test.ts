import { expect, it, vi } from "vitest";
import { show } from "@/desk/parts/show";
import EarlyDoor from "./EarlyDoor.vue";

it("leaves it to the server to open: the clock of a phone may be slow", () => {
  const onOpen = vi.fn();
  const opensAt = Date.now() + 600_000;
  const { page, gone } = show(EarlyDoor, { door: { secret: "K7QX", opensAt, startsAt: opensAt + 1_800_000 }, busy: false, onOpen });
  expect(page.textContent).toContain("还没有到进场时间");
  page.querySelector<HTMLElement>("[data-do=enter]")?.click();
  expect(onOpen).toHaveBeenCalledOnce();
  gone();
});

it("says that it was put off, and counts down to nothing", () => {
  const onOpen = vi.fn();
  const { page, gone } = show(EarlyDoor, { door: { secret: "K7QX", opensAt: null, startsAt: null }, busy: false, onOpen });
  expect(page.textContent).toContain("已延期");
  expect(page.textContent).toContain("新的时间定下后另行通知");
  expect(page.textContent).not.toContain("现在可以进场了");
  expect(page.querySelector(".count")).toBeNull();
  page.querySelector<HTMLElement>("[data-do=enter]")?.click();
  expect(onOpen).toHaveBeenCalledOnce();
  gone();
});

it("puts the appointment into a calendar without using the link up, and only while it has a time", async () => {
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", (path: string, { body }: { body: string }) => {
    asked.push([path, JSON.parse(body)]);
    return Promise.resolve({ ok: true, blob: () => Promise.resolve(new Blob(["BEGIN:VCALENDAR"])) });
  });
  URL.createObjectURL = () => "blob:file";
  const opensAt = Date.now() + 600_000;
  const early = show(EarlyDoor, { door: { secret: "K7QX", opensAt, startsAt: opensAt + 1_800_000 }, busy: false });
  early.page.querySelector<HTMLElement>("[data-do=calendar]")?.click();
  await vi.waitFor(() => expect(asked).toEqual([["/api/seat/calendar", { secret: "K7QX" }]]));
  early.gone();
  const putOff = show(EarlyDoor, { door: { secret: "K7QX", opensAt: null, startsAt: null }, busy: false });
  expect(putOff.page.querySelector("[data-do=calendar]")).toBeNull();
  putOff.gone();
  vi.unstubAllGlobals();
});
