import { afterEach, expect, it, vi } from "vitest";
import { show, type Shown } from "../parts/show";
import SpeakerLanes from "./SpeakerLanes.vue";

const seat = (id: string, label: string) => ({ id, role: "petitioner", label, name: "李某" }) as const;
const turn = (seat: string, began_at: number, ended_at: number) => ({ seat, began_at, ended_at });
const onSeek = vi.fn();
let shown: Shown;

function lanes(at: number) {
  onSeek.mockReset();
  shown = show(SpeakerLanes, {
    index: {
      phases: [
        { phase: "opening", began_at: 0, ended_at: 10_000 },
        { phase: "statement", began_at: 10_000, ended_at: 100_000 },
      ],
      voices: [turn("a", 12_000, 20_000), turn("b", 30_000, 40_000), turn("a", 50_000, 60_000)],
      floors: [turn("a", 11_000, 45_000)],
      unkept: [],
    },
    seats: [seat("a", "甲"), seat("b", "乙")],
    span: { from: 0, to: 100_000 },
    at,
    onSeek,
  });
  return (selector: string) => shown.page.querySelector(selector) as HTMLElement;
}
afterEach(() => shown.gone());

it("a recording has a chapter for each phase, and the one that plays is marked", () => {
  const the = lanes(11_000);
  expect(the("[aria-current]").dataset.chapter).toBe("statement");
  the("[data-chapter=opening]").click();
  expect(onSeek.mock.calls).toEqual([[0]]);
});

it("each lane is a stop of the keyboard, from which keys lead from turn to turn", async () => {
  const the = lanes(11_500);
  const lane = the("[data-lane=a]");
  expect(lane.getAttribute("tabindex")).toBe("0");
  expect(lane.getAttribute("aria-valuetext")).toContain("00:08");
  expect(lane.querySelectorAll(".turn")).toHaveLength(2);
  // Its first turn was begun a moment early: the key leads on.
  await shown.press(lane, { key: "ArrowRight" });
  await shown.press(the("[data-lane=b]"), { key: "Home" });
  await shown.press(the("[data-lane=b]"), { key: "Tab" });
  expect(onSeek.mock.calls).toEqual([[49_500], [29_500]]);
});
