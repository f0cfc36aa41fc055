import { expect, it, vi } from "vitest";
import type { HearingRoom } from "@/room/hearing";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import { show } from "../parts/show";
import PresiderBar from "./PresiderBar.vue";

const { ask, failed } = vi.hoisted(() => ({ ask: vi.fn(), failed: vi.fn() }));
vi.mock("./ask", () => ({ ask }));
vi.mock("../parts/say", () => ({ confirmed: vi.fn(), failed }));

it("frees its keys and says why where a step breaks off", async () => {
  const at = apply(null, welcome(), 0) as RoomView;
  const room: RoomView = { ...at, grants: { ...at.grants, preside: true }, stage: { ...at.stage, phase: "opening" } };
  const { page, gone } = show(PresiderBar, { hearing: {} as HearingRoom, room });
  const next = () => page.querySelector("[data-step=next_phase]") as HTMLButtonElement;
  for (const tries of [1, 2]) {
    ask.mockRejectedValueOnce(new Error("broken"));
    next().click();
    await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(tries));
    await vi.waitFor(() => expect(next().disabled).toBe(false));
  }
  expect(ask.mock.calls.map(([, message]) => message.step.kind)).toEqual(["next_phase", "next_phase"]);
  gone();
});
