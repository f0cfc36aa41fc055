import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { hearings } from "../api";
import { show, type Shown } from "../parts/show";
import RecordingPage from "./RecordingPage.vue";

const seat = { id: "s", role: "petitioner", label: "信访人", name: "马某" } as const;
const whole = { bytes: 5, ended_at: 100_000, gaps: 0, interrupted: false, sha256: "ab" };
const line = (number: number, at: number) => ({ id: `${number}`, number, at, text: `第${number}句`, speaker: null, struck: null });
let shown: Shown;

afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
});

/** A hearing of which a hundred seconds were recorded. */
async function recorded(file: object | null, may_keep = false, whispers = false): Promise<(selector: string) => HTMLElement | null> {
  const files = ["camera", "microphone"].map((source) => ({ id: source, seat, source, whispers, began_at: 0, whole: file }));
  const keeping = { class: "ordinary", destroyed_at: null, may_keep, may_play: true, sealed: null, tag: "t", until: null };
  const index = { floors: [], phases: [], unkept: [], voices: [] };
  vi.spyOn(hearings, "recordings").mockResolvedValue({ exports: [], files, index, keeping, marks: [] } as never);
  vi.spyOn(hearings, "minutes").mockResolvedValue({ entries: [line(1, 3_000), line(2, 40_000)], seats: [] } as never);
  shown = show(RecordingPage, { id: "h" });
  const the = (selector: string) => shown.page.querySelector<HTMLElement>(selector);
  await vi.waitFor(() => expect(the(file ? ".entries li" : "[data-part=keeping]")).not.toBeNull());
  return the;
}

it("plays a line from eight seconds before it, and the first ones from the beginning", async () => {
  const the = await recorded(whole);
  const clock = () => the("[data-part=clock]")?.textContent;
  expect(clock()).toContain("00:00 / 01:40");
  for (const [nth, at] of [[2, "00:32"], [1, "00:00"]] as const) {
    the(`.entries li:nth-child(${nth}) button`)?.click();
    await nextTick();
    expect(clock()).toContain(`${at} / 01:40`);
  }
});

it.each([false, true])("begins with an interpreter's own channel silent and all others heard, and turns each (%s)", async (whispers) => {
  const the = await recorded(whole, false, whispers);
  const isMuted = () => (the("audio") as HTMLAudioElement).muted;
  expect(isMuted()).toBe(whispers);
  for (const expected of [!whispers, whispers]) {
    the("[data-do=sound]")?.click();
    await nextTick();
    expect(isMuted()).toBe(expected);
  }
});

it.each([
  [whole, true, true],
  [null, true, false],
  [whole, false, false],
])("hands the files out to who keeps them, once none is still being written", async (file, mayKeep, offered) => {
  const the = await recorded(file, mayKeep);
  expect(the("[data-do=originals]") !== null).toBe(offered);
});
