import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { markRaw, nextTick, reactive } from "vue";
import { show } from "@/desk/parts/show";
import { seat } from "@/state/sample";
import { PAUSED_AFTER_MS } from "./flowing";
import SeatTile from "./SeatTile.vue";

/** Draws the next frame on every element that shows something. */
let draw: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  draw = [];
  Object.assign(HTMLVideoElement.prototype, {
    play: () => Promise.resolve(),
    requestVideoFrameCallback: (then: () => void) => draw.push(then),
    cancelVideoFrameCallback: () => undefined,
  });
});
afterEach(() => vi.useRealTimers());

it("says the same of a picture that no longer comes wherever it is shown, and nothing once it comes again", async () => {
  const picture = markRaw(new MediaStream());
  const small = show(SeatTile, reactive({ seat: seat("a"), picture, small: true }));
  const frame = async () => {
    draw.splice(0).forEach((then) => then());
    small.page.querySelector("video")?.dispatchEvent(new Event("playing"));
    await nextTick();
  };
  const said = ({ page }: { page: HTMLElement }) => page.querySelector(".instead")?.textContent?.trim() ?? "";
  expect(said(small)).toBe("画面连接中");
  await frame();
  expect(said(small)).toBe("");
  vi.advanceTimersByTime(PAUSED_AFTER_MS - 1);
  await nextTick();
  expect(said(small), "a still every five seconds is no pause").toBe("");
  vi.advanceTimersByTime(1);
  await nextTick();
  // It becomes large only now: this element has never seen a frame.
  const large = show(SeatTile, reactive({ seat: seat("a"), picture, whole: true }));
  expect([said(small), said(large)]).toEqual(["画面暂停", "画面暂停"]);
  await frame();
  expect(said(small)).toBe("");
  small.gone();
  large.gone();
});

it("shows who is out of sight as away, with no picture of before, whether or not their line lives; and nobody to themselves", async () => {
  const [picture, since] = [markRaw(new MediaStream()), new Date("2026-11-18T02:03:00Z").getTime()];
  const gone = { is: "dropped", since: since + 60_000, reason: "network", admitted: true } as const;
  const shownAs = async (more: object, props: object = {}) => {
    const tile = show(SeatTile, reactive({ seat: seat("a", more), picture, ...props }));
    await nextTick();
    const said = [tile.page.querySelector("video") !== null, tile.page.querySelector(".instead p")?.textContent?.trim()];
    tile.gone();
    return said;
  };
  expect(await shownAs({ away: since })).toEqual([false, "暂离，席位保留"]);
  expect(await shownAs({ away: since, presence: gone }, { small: true })).toEqual([false, "暂离"]);
  expect(await shownAs({ presence: gone }, { small: true, picture: null })).toEqual([false, "网络中断"]);
  expect((await shownAs({ away: since }, { own: true }))[0]).toBe(true);
});
