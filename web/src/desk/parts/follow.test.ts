import { effectScope } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { follow } from "./follow";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("looks again after each pause, and not once the page is gone", async () => {
  const scope = effectScope();
  const look = vi.fn(() => Promise.resolve());
  let pause = 1000;
  scope.run(() => follow(look, () => pause));
  await vi.advanceTimersByTimeAsync(1500);
  expect(look).toHaveBeenCalledTimes(1);
  pause = 5000;
  await vi.advanceTimersByTimeAsync(1000);
  expect(look).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(4000);
  expect(look).toHaveBeenCalledTimes(2);
  scope.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(look).toHaveBeenCalledTimes(2);
});

it("waits for a look that takes long, and goes on after one that failed", async () => {
  let answer: (error: Error) => void = () => undefined;
  const look = vi.fn(() => new Promise<void>((_, reject) => (answer = reject)));
  const scope = effectScope();
  scope.run(() => follow(look, () => 1000));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(look).toHaveBeenCalledTimes(1);
  answer(new Error("no line"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(look).toHaveBeenCalledTimes(2);
  scope.stop();
});
