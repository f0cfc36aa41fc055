import { afterEach, expect, it, vi } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import { show, type Shown } from "../parts/show";
import SignersPanel from "./SignersPanel.vue";

let shown: Shown;
afterEach(() => shown.gone());

it("waits for no word of who never came, and offers no refusal in their name", () => {
  const seats = [
    seat("clerk", { role: "clerk", side: "panel", name: "李某" }),
    seat("came", { role: "agency_rep", side: "unit", name: "赵某" }),
    seat("away", { role: "agency_rep", side: "unit", name: "钱某" }),
  ];
  const room = apply(null, welcome({ you: "clerk", seats }), 0) as RoomView;
  const signer = (of: string, absent: boolean) => ({ seat: of, mark: null, at: null, reason: null, absent, by_code: false });
  const readBack = {
    version: 1, sha256: "0".repeat(64), frozen_at: 0, changed: false, text: "", corrections: [],
    seats: [signer("clerk", false), signer("came", false), signer("away", true)],
  };
  shown = show(SignersPanel, {
    hearing: { request: vi.fn() },
    room: { ...room, stage: { ...room.stage, stage: "signing" }, readBack },
  });
  const offered = (of: string) => shown.page.querySelector(`[data-signer=${of}] [data-do=note-refusal]`) !== null;
  expect([offered("came"), offered("away")]).toEqual([true, false]);
  expect(shown.page.textContent).toContain("0 / 2");
  expect(shown.page.querySelector("[data-signer=away]")?.textContent).toContain("未入席");
});
