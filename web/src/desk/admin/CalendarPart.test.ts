import { afterEach, expect, it, vi } from "vitest";
import { admin } from "../api";
import { show } from "../parts/show";
import CalendarPart from "./CalendarPart.vue";

afterEach(() => vi.restoreAllMocks());

const calendar = { number: 0, version: "2024-2026", years: [], missing: null, days: [], versions: [] };

it.each([true, false])("offers to load a calendar to whose it is alone: %s", async (may_load) => {
  vi.spyOn(admin, "calendar").mockResolvedValue({ ...calendar, may_load });
  const { page, gone } = show(CalendarPart, {});
  await vi.waitFor(() => expect(page.textContent).toContain("2024-2026"));
  expect(page.querySelector("input[type=file]") !== null).toBe(may_load);
  expect(page.querySelector("[data-part=read-only]") !== null).toBe(!may_load);
  gone();
});
