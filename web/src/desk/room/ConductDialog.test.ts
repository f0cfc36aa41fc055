import { expect, it, vi } from "vitest";
import { nextTick } from "vue";
import type { HearingRoom } from "@/room/hearing";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import { show } from "../parts/show";
import ConductDialog from "./ConductDialog.vue";

const { ask, failed } = vi.hoisted(() => ({ ask: vi.fn(), failed: vi.fn() }));
vi.mock("./ask", () => ({ ask }));
vi.mock("../parts/say", () => ({ failed }));

const the = <T extends HTMLElement>(selector: string) => document.querySelector(selector) as T;
const key = () => the<HTMLButtonElement>("[data-do=conduct]");

it("frees its key, says why and keeps what was chosen where the measure breaks off; the next press is the same deed", async () => {
  const room = apply(null, welcome(), 0) as RoomView;
  const onClose = vi.fn();
  const { gone } = show(ConductDialog, { hearing: {} as HearingRoom, room, seat: seat("petitioner", { role: "petitioner" }), onClose });
  await vi.waitFor(() => expect(key()).not.toBeNull());
  const code = the<HTMLSelectElement>("[data-field=code]");
  const chosen = [...code.options].find((option) => !option.disabled)?.value ?? "";
  code.value = chosen;
  code.dispatchEvent(new Event("change"));
  await nextTick();
  ask.mockRejectedValueOnce(new Error("broken"));
  key().click();
  await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect(key().disabled).toBe(false));
  expect([onClose.mock.calls.length, code.value]).toEqual([0, chosen]);
  ask.mockResolvedValueOnce(true);
  key().click();
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  const [first, second] = ask.mock.calls.map(([, message]) => message.deed);
  expect(second).toEqual(first);
  gone();
});
