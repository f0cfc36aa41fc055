import { expect, it, vi } from "vitest";
import { show } from "../parts/show";
import RoomEnded from "./RoomEnded.vue";
import { keepTyping } from "./typing";

vi.mock("../parts/say", () => ({ confirmed: vi.fn(), copy: vi.fn() }));

it("tells who keeps the minutes what is in none when the hearing is over", () => {
  keepTyping("h", "说到一半");
  for (const keeps of [true, false]) {
    const { page, gone } = show(RoomEnded, { id: "h", reason: "hearing_over", outbox: null, keeps });
    expect(page.querySelector("[data-part=unsent]") !== null).toBe(keeps);
    gone();
  }
  localStorage.clear();
});
