import { nextTick } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queues } from "../before";
import { show, type Shown } from "../parts/show";
import QueuePage from "./QueuePage.vue";

const queue = (next: number | null) => ({
  leader_name: "李某", starts_at: 1_800_000_000_000, ends_at: 1_800_003_600_000, place: "一楼接待厅", open: true, next, tickets: [],
}) as never;

let shown: Shown;
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  shown.gone();
  sessionStorage.clear();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("hears at a window that numbers were given out at another counter, and lets the next be called", async () => {
  const of = vi.spyOn(queues, "of").mockResolvedValue(queue(null));
  sessionStorage.setItem("queue-window", "2号窗口");
  shown = show(QueuePage, { id: "d" });
  await vi.advanceTimersByTimeAsync(100);
  const next = () => shown.page.querySelector("[data-do=next]");
  expect(next()?.getAttribute("disabled")).not.toBeNull();
  of.mockResolvedValue(queue(7));
  await vi.advanceTimersByTimeAsync(5000);
  await nextTick();
  expect(next()?.getAttribute("disabled")).toBeNull();
  expect(next()?.textContent).toContain("7");
});

it("keeps what a step answered where a look that began before it answers later", async () => {
  const of = vi.spyOn(queues, "of").mockResolvedValue(queue(7));
  vi.spyOn(queues, "next").mockResolvedValue(queue(8));
  sessionStorage.setItem("queue-window", "2号窗口");
  shown = show(QueuePage, { id: "d" });
  await vi.advanceTimersByTimeAsync(100);
  let late: (earlier: never) => void = () => undefined;
  of.mockReturnValueOnce(new Promise<never>((answer) => (late = answer)));
  await vi.advanceTimersByTimeAsync(5000);
  of.mockResolvedValue(queue(8));
  const next = () => shown.page.querySelector<HTMLElement>("[data-do=next]");
  next()?.click();
  await vi.advanceTimersByTimeAsync(100);
  late(queue(7));
  await vi.advanceTimersByTimeAsync(100);
  expect(next()?.textContent).toContain("8");
});
