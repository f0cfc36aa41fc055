import { expect, it, vi } from "vitest";
import { show } from "../parts/show";
import RoomEnded from "./RoomEnded.vue";
import { keepTyping } from "./typing";

vi.mock("../parts/say", () => ({ confirmed: vi.fn(), copy: vi.fn() }));

it("tells who keeps the minutes what is in none when the hearing is over", () => {
  keepTyping({ hearing: "h", seat: "clerk" }, "说到一半");
  for (const keeper of ["clerk", "presider", null]) {
    const { page, gone } = show(RoomEnded, { id: "h", reason: "hearing_over", outbox: null, keeper });
    expect(page.querySelector("[data-part=unsent]") !== null).toBe(keeper === "clerk");
    gone();
  }
  localStorage.clear();
});
