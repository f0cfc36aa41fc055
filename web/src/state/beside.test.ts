import { expect, it } from "vitest";
import type { ChatChannel, ChatView, ExhibitView, Grants } from "@/wire";
import { applyChat, channelsOf, keyOf, noChat, unread } from "./chat";
import { applyExhibit, noExhibits, numeral, placeOf, spotIn } from "./exhibits";

const exhibit = (id: string, number: number | null): ExhibitView => ({
  id, title: id, shows: "document", size: 1, sha256: "ab", brought_by: null,
  state: number === null ? { is: "offered" } : { is: "accepted", number, on_record: null },
});
const shown = (page: number) => ({ exhibit: "a", seats: null, page, playback: null, leads: false });

it("keeps one exhibit once, as it is now", () => {
  let known = applyExhibit(noExhibits, { kind: "all", exhibits: [exhibit("a", null)] });
  known = applyExhibit(known, { kind: "one", exhibit: exhibit("b", null) });
  known = applyExhibit(known, { kind: "one", exhibit: exhibit("a", 1) });
  expect(known.all.map((one) => [one.id, one.state.is])).toEqual([["a", "accepted"], ["b", "offered"]]);
});

it("forgets where others point when the page is turned, and not when it plays", () => {
  const spot = { x: 1, y: 2 };
  let known = applyExhibit(noExhibits, { kind: "point", by: "p", at: spot });
  expect(known.pointers.size).toBe(0);
  known = applyExhibit(applyExhibit(known, { kind: "shown", shown: shown(1) }), { kind: "point", by: "p", at: spot });
  expect(applyExhibit(known, { kind: "shown", shown: { ...shown(1), playback: { playing: true, at_ms: 0, since: 0 } } }).pointers.size).toBe(1);
  expect(applyExhibit(known, { kind: "shown", shown: shown(2) }).pointers.size).toBe(0);
  expect(applyExhibit(known, { kind: "point", by: "p", at: null }).pointers.size).toBe(0);
});

it("knows where sound is, also for who comes later", () => {
  expect(placeOf({ playing: true, at_ms: 1500, since: 1000 }, 3000)).toBe(3.5);
  expect(placeOf({ playing: false, at_ms: 1500, since: 1000 }, 3000)).toBe(1.5);
  expect(placeOf({ playing: true, at_ms: 0, since: 5000 }, 3000)).toBe(0);
});

it("points in ten-thousandths of the page, and nowhere beside it", () => {
  const box = { left: 10, top: 20, width: 100, height: 200 };
  expect(spotIn(box, 60, 70)).toEqual({ x: 5000, y: 2500 });
  expect(spotIn(box, 110, 220)).toEqual({ x: 10_000, y: 10_000 });
  expect(spotIn(box, 9, 70)).toBeNull();
  expect(spotIn({ ...box, width: 0 }, 10, 20)).toBeNull();
});

it("counts exhibits as the minutes do", () => {
  expect([1, 10, 11, 20, 45, 100].map(numeral)).toEqual(["一", "十", "十一", "二十", "四十五", "100"]);
});

const desk = (seat: string): ChatChannel => ({ channel: "desk", seat });
const message = (id: string, to: ChatChannel, from: string, at: number): ChatView => ({ id, to, from, text: id, at });
const grants = (chat: Partial<Grants["chat"]>): Grants => ({
  speak: true, show: true, share: true, attend: true, preside: false, minute: false, present: false,
  chat: { read: false, table: false, staff: false, desk: false, ...chat },
});

it("shows a message once, however often it comes", () => {
  const said = { kind: "said", message: message("1", { channel: "table" }, "a", 1) } as const;
  expect(applyChat(applyChat(noChat, said), said).messages).toHaveLength(1);
});

it("opens to each seat what it may read, and to everybody the way to the officer", () => {
  const chat = { closed: false, messages: [message("1", desk("b"), "b", 1)] };
  const keys = (...of: Parameters<typeof channelsOf>) => channelsOf(...of).map(keyOf);
  expect(keys(noChat, grants({}), "a", [])).toEqual(["desk:a"]);
  expect(keys(noChat, grants({ read: true, table: true }), "a", [])).toEqual(["table", "desk:a"]);
  expect(keys(chat, grants({ read: true, staff: true, desk: true }), "k", ["c", "b"])).toEqual(["table", "staff", "desk:c", "desk:b"]);
});

it("counts what others wrote since it was read", () => {
  const messages = [message("1", desk("b"), "b", 1), message("2", desk("b"), "k", 2), message("3", { channel: "table" }, "b", 3)];
  const counts = (read: [string, number][]) => [...unread({ closed: false, messages }, "k", new Map(read))];
  expect(counts([])).toEqual([["desk:b", 1], ["table", 1]]);
  expect(counts([["desk:b", 1], ["table", 2]])).toEqual([["table", 1]]);
});
