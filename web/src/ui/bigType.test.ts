import { nextTick } from "vue";
import { beforeEach, expect, it, vi } from "vitest";

beforeEach(() => {
  localStorage.clear();
  document.documentElement.className = "";
  vi.resetModules();
});

const classes = () => ["big", "huge"].filter((one) => document.documentElement.classList.contains(one));

it("has three sizes, and is kept for the next visit", async () => {
  const first = await import("./bigType");
  expect([first.big.value, classes()]).toEqual([false, []]);
  first.size.value = 1;
  await nextTick();
  expect([first.big.value, classes()]).toEqual([true, ["big"]]);
  first.size.value = 2;
  await nextTick();
  expect([first.big.value, classes()]).toEqual([true, ["big", "huge"]]);
  vi.resetModules();
  document.documentElement.className = "";
  expect((await import("./bigType")).size.value).toBe(2);
  expect(classes()).toEqual(["big", "huge"]);
});

it.each([["0", 0], ["1", 1], ["", 0], ["large", 0]])("takes what was kept as %s for %i", async (kept, size) => {
  localStorage.setItem("lj.big", kept);
  expect((await import("./bigType")).size.value).toBe(size);
});
