import { afterEach, expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { show } from "../parts/show";
import type { AlarmView, BoardSeat, BoardSession } from "../rest";
import BoardPage from "./BoardPage.vue";

const duty = vi.hoisted(() => ({ board: vi.fn(), act: vi.fn(), deskChat: vi.fn() }));
vi.mock("../api", async (original) => ({ ...(await original<object>()), duty }));
const ring = vi.hoisted(() => vi.fn());
vi.mock("@/ui/ring", () => ({ ring }));

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const call of [ring, duty.board, duty.act, duty.deskChat]) call.mockReset();
  localStorage.clear();
});

const seat: BoardSeat = {
  id: "s", role: "petitioner", label: "信访人", name: "马某", mandatory: true, is: "seated", since: 1, word: null, check_in: "waiting",
  needs_check_in: true, test: null, may_call: false, may_phone: false, no_phone: false, called: null, may_move_to: [], unanswered: 0,
};
const session: BoardSession = {
  id: "h", number: "TJ1", kind: "joint_reception", title: "联合接访", host_name: "信访局", starts_at: 0, ends_at: 1, stage: "in_session",
  urgency: "yellow", may_assist: false, may_check_in: false, my_seat: null, recording: "on", unkept: [], seats: [seat],
};

it("names seat and source of pictures that are not recorded, and says nothing where all are", async () => {
  const says = async (unkept: BoardSession["unkept"]) => {
    duty.board.mockResolvedValueOnce({ sessions: [{ ...session, unkept }], alarms: [] });
    const { page, gone } = show(BoardPage, {});
    await vi.waitFor(() => expect(page.textContent).toContain("联合接访"));
    const tag = page.querySelector("[data-part=unkept]");
    gone();
    return tag && [tag.className.includes("warn"), tag.textContent];
  };
  expect(await says([])).toBeNull();
  expect(await says([{ seat: "s", source: "screen" }])).toEqual([true, expect.stringContaining("马某 · 屏幕共享")]);
});

it("keeps the place of what it has nothing to say of, so that a column says the same of each seat", async () => {
  const seats: BoardSeat[] = [seat, { ...seat, id: "t", is: "absent", word: null, needs_check_in: false }, { ...seat, id: "u", word: "poor" }];
  duty.board.mockResolvedValueOnce({ sessions: [{ ...session, seats }], alarms: [] });
  const { page, gone } = show(BoardPage, {});
  await vi.waitFor(() => expect(page.textContent).toContain("联合接访"));
  const legs = [...page.querySelectorAll("[data-leg]")];
  expect(legs.map((leg) => leg.children.length)).toEqual([5, 5, 5]);
  expect(legs.map((leg) => leg.children[2]?.textContent)).toEqual(["", "", "较差"]);
  gone();
});

const alarm = (id: string, kind: AlarmView["kind"], urgency: AlarmView["urgency"], of: string | null = null): AlarmView => ({
  id, hearing: "h", seat: of, kind, urgency, at: 1, over_at: null, handled_at: null, handled_by: null,
});
const told = (...alarms: AlarmView[]) => ({ sessions: [session], alarms });

it("goes on asking behind another tab: the title counts what is open, and a new red alarm rings once", async () => {
  vi.useFakeTimers();
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  document.title = "联接";
  const [old, lost, fresh] = [alarm("a", "suspended", "red"), alarm("b", "media_lost", "yellow"), alarm("c", "disconnected", "red")];
  duty.board.mockResolvedValueOnce(told(old)).mockResolvedValueOnce(told(old, lost)).mockResolvedValueOnce(told(old, lost, fresh)).mockResolvedValue(null);
  const { gone } = show(BoardPage, {});
  await vi.advanceTimersByTimeAsync(0);
  expect(document.title).toBe("(1) 值机台");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ring, "what was open before, and yellow").not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([document.title, ring.mock.calls.length]).toEqual(["(3) 值机台", 1]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(ring).toHaveBeenCalledTimes(1);
  gone();
  expect(document.title).toBe("联接");
});

it("is quiet where the officer switched the sound off", async () => {
  vi.useFakeTimers();
  localStorage.setItem("lj.board.rings", "no");
  duty.board.mockResolvedValueOnce(told()).mockResolvedValue(told(alarm("c", "disconnected", "red")));
  const { page, gone } = show(BoardPage, {});
  await vi.advanceTimersByTimeAsync(6000);
  expect(page.querySelector("[role=switch]")?.getAttribute("aria-label"), "its words beside it are hidden while it is off").toBe("紧急告警响铃");
  expect(document.title).toBe("(1) 值机台");
  expect(ring).not.toHaveBeenCalled();
  gone();
});

it("shows what a seat wrote to the officer, and sends the answer", async () => {
  const asks = { ...session, may_assist: true, seats: [{ ...seat, unanswered: 2 }, { ...seat, id: "t" }] };
  duty.board.mockResolvedValue({ sessions: [asks], alarms: [alarm("a", "unanswered", "yellow", "s")] });
  const row = (id: string, of: string, from: string | null, text: string) => ({ id, channel: "desk", seat: of, thread: of, from, text, at: 1 });
  duty.deskChat.mockResolvedValue([row("1", "s", "信访人 马某", "听不清楚"), row("2", "t", "信访人", "别人的"), row("3", "s", null, "请稍候")]);
  duty.act.mockRejectedValueOnce(new Problem(0, "unreachable")).mockResolvedValue(undefined);
  const { page, type, gone } = show(BoardPage, {});
  await vi.waitFor(() => expect(page.querySelector("[data-alarm=unanswered]")).not.toBeNull());
  const keys = [...page.querySelectorAll<HTMLElement>("[data-do=talk]")];
  expect(keys.map((key) => key.textContent)).toEqual(["2 条待答复", "留言"]);
  keys[0]?.click();
  const thread = () => document.querySelector("[data-part=thread]")?.textContent ?? "";
  await vi.waitFor(() => expect(thread()).toContain("听不清楚"));
  expect(thread()).toContain("值机员");
  expect(thread()).not.toContain("别人的");
  const write = (text: string) => type(document.querySelector("textarea[data-do=write], [data-do=write] textarea") as HTMLTextAreaElement, text);
  const answer = async (time: number) => {
    await vi.waitFor(() => expect(document.querySelector("[data-do=answer]")?.className).not.toContain("is-loading"));
    (document.querySelector("[data-do=answer]") as HTMLElement).click();
    await vi.waitFor(() => expect(duty.act).toHaveBeenCalledTimes(time));
  };
  await write("五分钟后请入席");
  await answer(1); // no answer came: it may have arrived
  await answer(2);
  await vi.waitFor(() => expect(document.querySelector<HTMLTextAreaElement>("textarea")?.value).toBe(""));
  await write("请入席");
  await answer(3);
  const said = duty.act.mock.calls.map(([, deed]) => deed as { text: string; op: string });
  expect(said.map(({ text }) => text)).toEqual(["五分钟后请入席", "五分钟后请入席", "请入席"]);
  expect([said[0]?.op === said[1]?.op, said[1]?.op === said[2]?.op], "one answer, tried twice; then another").toEqual([true, false]);
  document.querySelectorAll(".el-message").forEach((message) => message.remove());
  gone();
});
