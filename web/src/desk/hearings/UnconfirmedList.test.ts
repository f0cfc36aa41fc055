import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { show, type Shown } from "../parts/show";
import UnconfirmedList from "./UnconfirmedList.vue";

const remind = vi.fn();
const unconfirmed = vi.fn();
vi.mock("../api", () => ({ hearings: { unconfirmed: () => unconfirmed() } }));
vi.mock("../before", () => ({ notices: { remind: (hearing: string) => remind(hearing) } }));

const seat = { seat: "s", role: "petitioner", label: "信访人", name: "马某", told_at: 1, read_at: null, answer: null, has_phone: false };
let shown: Shown;

beforeEach(() => {
  unconfirmed.mockResolvedValue([{ hearing: { id: "h", title: "联合接访", number: "TJ1-1", starts_at: 1 }, seats: [seat] }]);
  remind.mockReset();
});
afterEach(() => shown.gone());

it("names who has not confirmed which hearing, and reminds them by one key", async () => {
  shown = show(UnconfirmedList, {});
  await vi.waitFor(() => expect(shown.page.querySelector("[data-seat=s]")?.textContent).toContain("马某"));
  remind.mockResolvedValue([]);
  shown.page.querySelector<HTMLElement>("[data-do=remind]")?.click();
  await vi.waitFor(() => expect(remind.mock.calls).toEqual([["h"]]));
  unconfirmed.mockResolvedValue([]);
});

it("says who cannot come and why, and reminds nobody of that", async () => {
  const answer = { kind: "cannot", reason: "当天要住院手术", wish: "another_time" };
  unconfirmed.mockResolvedValue([
    { hearing: { id: "h", title: "联合接访", number: "TJ1-1", starts_at: 1 }, seats: [{ ...seat, answer }] },
  ]);
  shown = show(UnconfirmedList, {});
  await vi.waitFor(() => expect(shown.page.querySelector("[data-seat=s]")?.textContent).toContain("不能到会：改时间"));
  expect(shown.page.querySelector("[data-part=why]")?.textContent).toBe("当天要住院手术");
  expect(shown.page.querySelector("[data-do=remind]")).toBeNull();
});

it("is not there where everybody comes", async () => {
  unconfirmed.mockResolvedValue([]);
  shown = show(UnconfirmedList, {});
  await nextTick();
  await nextTick();
  expect(shown.page.querySelector("[data-part=unconfirmed]")).toBeNull();
});
