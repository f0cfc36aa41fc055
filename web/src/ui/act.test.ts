import { expect, it, vi } from "vitest";
import { useBusy } from "./act";

const broken = () => {
  throw "why";
};

it.each<[string, () => Promise<unknown>, boolean, string[]]>([
  ["done", () => Promise.resolve("an answer"), true, []],
  ["said not to be done", () => Promise.resolve(false), false, []],
  ["refused", () => Promise.reject("why"), false, ["why"]],
  ["broken before it began", broken, false, ["why"]],
])("frees the key of what was %s", async (_, work, done, told) => {
  const { busy, act } = useBusy();
  const refused = vi.fn();
  const going = act(work, refused);
  expect(busy.value).toBe(true);
  expect(await going).toBe(done);
  expect([busy.value, refused.mock.calls.flat()]).toEqual([false, told]);
});

it("frees the key where what went wrong cannot be said either", async () => {
  const { busy, act } = useBusy();
  await expect(act(broken, broken)).rejects.toBe("why");
  expect(busy.value).toBe(false);
});

it("begins directly in the tap: a phone plays sound to nothing else", () => {
  const { act } = useBusy();
  const work = vi.fn(() => Promise.resolve());
  void act(work, vi.fn());
  expect(work).toHaveBeenCalledOnce();
});
