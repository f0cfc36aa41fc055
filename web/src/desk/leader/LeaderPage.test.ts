import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { leader } from "../api";
import { show, type Shown } from "../parts/show";
import LeaderPage from "./LeaderPage.vue";

vi.mock("vue-router", () => ({ useRouter: () => ({}), useRoute: () => ({}) }));

const brief = {
  facts: "电梯停运", persons_concerned: 66, hearings_before: 0, promises_open: 0,
  petition: { state: "handling", place_name: "西湖街道", unit_name: null, next_due: null },
};
const session = (stage: string) => ({ id: "h", title: "联合接访", starts_at: 0, stage, brief });
let shown: Shown;

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  shown.gone();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function looks(stage: string, within: number): Promise<number[]> {
  const sessions = vi.spyOn(leader, "desk").mockResolvedValue({ sessions: [session(stage)] } as never);
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
