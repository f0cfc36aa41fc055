import { expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { t } from "../text";
import { useAct, useAsk } from "./act";

const say = vi.hoisted(() => ({ failed: vi.fn(), told: vi.fn(), failureText: (problem: unknown) => `没办成：${problem}` }));
vi.mock("./say", () => say);

it("says at the edge of the page what failed, and that it was done only where it was", async () => {
  const { act } = useAct();
  await act(() => Promise.reject("why"), "已办");
  await act(() => Promise.resolve(false), "已办");
  expect([say.failed.mock.calls, say.told.mock.calls]).toEqual([[["why"]], []]);
  await act(() => Promise.resolve(), "已办");
  expect(say.told.mock.calls).toEqual([["已办"]]);
});

it("keeps a refusal beside what was asked for until it is asked for again", async () => {
  const { refusal, act } = useAsk();
  await act(() => Promise.reject("期限已过"));
  expect(refusal.value).toBe("没办成：期限已过");
  const going = act(() => Promise.resolve());
  expect(refusal.value).toBe("");
  await going;
});

it("brings in what a quicker person left, and says that the words are still there", async () => {
  const reload = vi.fn();
  const { refusal, act } = useAsk(reload);
  await act(() => Promise.reject(new Problem(409, "stale")));
  expect([refusal.value, reload.mock.calls.length]).toEqual([t.value.petition.stale, 1]);
  await act(() => Promise.reject("期限已过"));
  expect([refusal.value, reload.mock.calls.length]).toEqual(["没办成：期限已过", 1]);
});
