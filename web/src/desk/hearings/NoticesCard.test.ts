import { afterEach, expect, it, vi } from "vitest";
import { show, type Shown } from "../parts/show";
import NoticesCard from "./NoticesCard.vue";

const { of, answer } = vi.hoisted(() => ({ of: vi.fn(), answer: vi.fn() }));
vi.mock("../before", () => ({ notices: { of, answer }, schedules: { hearingUrl: () => "/api/h.ics" } }));

const notice = { kind: "scheduled", at: 1, starts_at: 2, ends_at: 3, message: null, message_at: null, read_at: 1, answer: null, answered_at: null, way: "query" };
const seat = { seat: "s", role: "petitioner", label: "信访人", name: "马某", mine: false, language: null, interpreter: false, notices: [notice] };
let shown: Shown;
afterEach(() => shown.gone());

it("shows who cannot come and why, and finds an interpreter for whoever needs one", async () => {
  const cannot = { kind: "cannot", reason: "当天要住院手术", wish: "in_person" };
  of.mockResolvedValue([
    { ...seat, notices: [{ ...notice, answer: cannot, answered_at: 2 }] },
    { ...seat, seat: "t", name: "央某", language: "tibetan", interpreter: true },
  ]);
  const reseat = vi.fn();
  shown = show(NoticesCard, { id: "h", reseats: true, ahead: true, onReseat: reseat });
  await vi.waitFor(() => expect(shown.page.textContent).toContain("不能到会：改现场"));
  expect(shown.page.textContent).toContain("当天要住院手术");
  shown.page.querySelector<HTMLElement>("[data-reseat=interpreter]")?.click();
  expect(reseat.mock.lastCall?.[0]).toMatchObject({ how: "add", role: "interpreter", known: { languages: ["tibetan"] } });
});

it("lets me say that I come after all", async () => {
  const mine = { ...seat, mine: true };
  const cannot = { kind: "cannot", reason: "参加省里会议", wish: "other" };
  of.mockResolvedValue([{ ...mine, notices: [{ ...notice, answer: cannot, answered_at: 2 }] }]);
  answer.mockResolvedValue([{ ...mine, notices: [{ ...notice, answer: { kind: "comes" }, answered_at: 3 }] }]);
  shown = show(NoticesCard, { id: "h", reseats: false, ahead: true });
  await vi.waitFor(() => expect(shown.page.querySelector("[data-do=confirm]")).not.toBeNull());
  expect(shown.page.querySelector("[data-do=cannot]"), "said already").toBeNull();
  shown.page.querySelector<HTMLElement>("[data-do=confirm]")?.click();
  await vi.waitFor(() => expect(answer.mock.calls).toEqual([["h", { answer: { kind: "comes" } }]]));
});

it.each([[true, ["cannot"]], [false, []]])("lets who said yes still decline while it is ahead (%s), and not after", async (ahead, offered) => {
  of.mockResolvedValue([{ ...seat, mine: true, notices: [{ ...notice, answer: { kind: "comes" }, answered_at: 2 }] }]);
  shown = show(NoticesCard, { id: "h", reseats: false, ahead });
  await vi.waitFor(() => expect(shown.page.textContent).toContain("确认到会"));
  expect([...shown.page.querySelectorAll<HTMLElement>("[data-do]")].map((key) => key.dataset.do)).toEqual(offered);
});
