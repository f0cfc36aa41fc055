import { expect, it, vi } from "vitest";
import { show } from "../parts/show";
import type { BoardSeat, BoardSession } from "../rest";
import BoardPage from "./BoardPage.vue";

const duty = vi.hoisted(() => ({ board: vi.fn() }));
vi.mock("../api", async (original) => ({ ...(await original<object>()), duty }));

const seat: BoardSeat = {
  id: "s", role: "petitioner", label: "信访人", name: "马某", mandatory: true, is: "seated", since: 1, word: null, check_in: "waiting",
  needs_check_in: true, test: null, may_call: false, may_phone: false, no_phone: false, called: null, may_move_to: [],
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
