import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { leader, reception } from "../api";
import { show, type Shown } from "../parts/show";
import LeaderPage from "./LeaderPage.vue";

vi.mock("vue-router", () => ({ useRouter: () => ({}), useRoute: () => ({}) }));

const brief = {
  facts: "电梯停运", persons_concerned: 66, hearings_before: 0, promises_open: 0, respondent: "某物业公司", supervised: "placard",
  opinions: [
    { organ_name: "七里河区住建局", at: 1_795_395_600_000, result: "explain", finding: null, text: "电梯已列入改造计划。" },
    { organ_name: "兰州市住建局", at: null, result: null, finding: "upheld", text: "维持原意见。" },
  ],
  petition: { state: "handling", place_name: "西湖街道", unit_name: null, next_due: null, urgent: true },
};
const session = (stage: string) => ({ id: "h", title: "联合接访", starts_at: 0, stage, brief, now: null as unknown });
let shown: Shown;

const letter = {
  id: "p", title: "给区长的信", state: "handling", place_name: "西湖街道", unit_name: null, registered_at: 0, next_due: null, paused: null,
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(reception, "letters").mockResolvedValue({ rows: [letter], next: null } as never);
});
afterEach(() => {
  shown.gone();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function looks(stage: string, within: number): Promise<number[]> {
  const sessions = vi.spyOn(leader, "desk").mockResolvedValue({ sessions: [session(stage)], days: [] } as never);
  const promises = vi.spyOn(leader, "promises").mockResolvedValue({ rows: [], next: null } as never);
  shown = show(LeaderPage, {});
  await vi.advanceTimersByTimeAsync(within);
  await nextTick();
  return [sessions.mock.calls.length, promises.mock.calls.length];
}

it("follows a session that is on, with what is promised in it", async () => {
  expect(await looks("in_session", 31_000)).toEqual([4, 4]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(vi.mocked(leader.desk).mock.calls.length).toBe(7);
});

it("looks once a minute whether the next has begun", async () => {
  expect(await looks("scheduled", 129_000)).toEqual([3, 1]);
});

it("shows my own reception days", async () => {
  const day = { id: "d", starts_at: 0, ends_at: 7_200_000, place: "区信访局接访室", kind: "fixed", field: "城乡建设", state: "published" };
  vi.spyOn(leader, "desk").mockResolvedValue({ sessions: [], days: [day] } as never);
  vi.spyOn(leader, "promises").mockResolvedValue({ rows: [], next: null } as never);
  shown = show(LeaderPage, {});
  await vi.advanceTimersByTimeAsync(1);
  await nextTick();
  expect(shown.page.querySelector("[data-day=d]")?.textContent).toContain("区信访局接访室");
});

it("shows the clocks of a session that is on, which tick between two looks, and what was promised in it", async () => {
  const now = {
    phase: "statement", phase_seconds: 300, runs: true,
    floor: { id: "a", role: "petitioner", label: "信访人", name: "马某" }, hands: [{ id: "b", role: "unit", label: "区住建局", name: "" }],
    sides: [
      { side: "petitioner", seconds: 600, spent_seconds: 120, runs: true },
      { side: "unit", seconds: null, spent_seconds: 60, runs: false },
    ],
    promised: [{ id: "i", agency_name: "住房和城乡建设局", content: "三日内公开账目", deadline: "2026-12-31" }],
  };
  vi.spyOn(leader, "desk").mockResolvedValue({ sessions: [{ ...session("in_session"), now }], days: [] } as never);
  vi.spyOn(leader, "promises").mockResolvedValue({ rows: [], next: null } as never);
  shown = show(LeaderPage, {});
  await vi.advanceTimersByTimeAsync(0);
  await nextTick();
  const part = () => shown.page.querySelector("[data-part=session-now]")?.textContent ?? "";
  for (const words of ["05:00", "02:00，共 10:00", "01:00", "三日内公开账目", "住房和城乡建设局"]) expect(part()).toContain(words);
  for (const words of ["正在发言：信访人 · 马某", "举手等候：区住建局"]) expect(part()).toContain(words);
  await vi.advanceTimersByTimeAsync(4_000);
  await nextTick();
  for (const words of ["05:04", "02:04，共 10:00", "01:00"]) expect(part()).toContain(words);
});

it("briefs on what was found before, how urgent it is and how hard it is pressed", async () => {
  await looks("scheduled", 0);
  const said = shown.page.textContent ?? "";
  for (const words of ["紧急", "挂牌督办", "某物业公司"]) expect(said).toContain(words);
  const opinions = [...shown.page.querySelectorAll("[data-part=opinion]")].map((one) => one.textContent ?? "");
  expect(opinions[0]).toMatch(/作出解释说明.*七里河区住建局.*2026.*电梯已列入改造计划/);
  expect(opinions[1]).toMatch(/维持.*兰州市住建局.*维持原意见/);
});

it("lists the letters that name the leader", async () => {
  await looks("scheduled", 0);
  expect(shown.page.querySelector("[data-part=letters]")?.textContent).toContain("给区长的信");
});

it.each([["none", null, true], ["only further on", "p9", false]])("says that nobody wrote where there are no letters: %s", async (_, next, said) => {
  vi.mocked(reception.letters).mockResolvedValue({ rows: [], next } as never);
  await looks("scheduled", 0);
  await vi.advanceTimersByTimeAsync(10);
  const part = shown.page.querySelector("[data-part=letters]");
  expect(part?.textContent).not.toContain("给区长的信");
  expect(part?.textContent?.includes("还没有写给您的来信")).toBe(said);
});
