import { afterEach, expect, it, vi } from "vitest";
import { show } from "../parts/show";
import PetitionTrail from "./PetitionTrail.vue";

const at = (day: number, hour = 9) => Date.parse(`2026-11-${day}T${String(hour).padStart(2, "0")}:00:00+08:00`);

const registered = { desk_name: "甘肃省信访局", came: null, by_name: null, since: at(16), until: at(23), share_due: at(22), kept: false };
const came = { how: "transfer" as const, at: at(23) };
const city = { desk_name: "兰州市信访局", came, by_name: "魏某", since: at(23), until: null, share_due: at(26), kept: null };

afterEach(() => vi.useRealTimers());

it("says who had it, how long, and whether the share was kept", () => {
  vi.useFakeTimers({ now: at(24, 8) });
  const { page, gone } = show(PetitionTrail, { trail: [registered, city] });
  const rows = [...page.querySelectorAll("li")].map((row) => row.textContent ?? "");
  expect(rows[0]).toMatch(/甘肃省信访局.*登记.*停留 7 天.*超过本级时限/s);
  expect(rows[1]).toMatch(/兰州市信访局.*上级转送（经办 魏某）.*停留 1 天.*还有 2 天/s);
  gone();
});

it("says in words that a share is over", () => {
  vi.useFakeTimers({ now: at(28) });
  const { page, gone } = show(PetitionTrail, { trail: [registered, city] });
  expect(page.querySelector("li:last-child .late")?.textContent).toMatch(/逾期/);
  gone();
});

it("judges no share of what was withdrawn there", () => {
  const withdrawn = { ...city, until: at(24), share_due: null };
  const { page, gone } = show(PetitionTrail, { trail: [registered, withdrawn] });
  expect(page.querySelector("li:last-child")?.textContent).not.toMatch(/本级时限/);
  gone();
});

it("says nothing of a petition that stayed where it was registered", () => {
  const { page, gone } = show(PetitionTrail, { trail: [registered] });
  expect(page.textContent).toBe("");
  gone();
});
