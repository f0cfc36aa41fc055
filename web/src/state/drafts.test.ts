import { describe, expect, it } from "vitest";
import { discard, due, keepMine, lines, pack, putEntry, refused, revisionRead, saved, unpack, write, type Drafts, type Write } from "./drafts";
import { entry } from "./sample";

const wish = (op: string, at = 0, text = op, base = 0): Write => ({ op, entry: "e1", base, phase: "statement", speaker: null, text, at });
const ops = (drafts: Drafts) => drafts.map((draft) => draft.op);

describe("drafts of minutes", () => {
  it("number a new entry 1 and a change after what was read and is under way, whatever came meanwhile", () => {
    const first = write([], wish("a"));
    expect(first[0]?.revision).toBe(1);
    expect(write(first, wish("b"))[1]?.revision).toBe(2);
    expect(write([], wish("c", 0, "c", 4))[0]?.revision).toBe(5);
  });

  it.each([
    ["what is committed", { entry: entry(1, { revision: 3 }), draft: null }, 3],
    ["an own text on its way", { entry: entry(1), draft: write([], wish("a", 0, "a", 1))[0] ?? null }, 2],
    ["what is committed beside an own text that came too late", {
      entry: entry(1, { revision: 2 }),
      draft: refused(write([], wish("a", 0, "a", 1)), "a", "stale_revision", null)[0] ?? null,
    }, 2],
  ])("are built on %s", (_claim, line, revision) => {
    expect(revisionRead({ id: "e1", ...line })).toBe(revision);
  });

  it("typed while an own text turned out stale wait in its place for the clerk", () => {
    const stale = refused(write([], wish("a", 0, "我的", 1)), "a", "stale_revision", null);
    const after = write(stale, wish("b", 0, "我的新的", 2));
    expect(after).toMatchObject([{ op: "b", text: "我的新的", state: { is: "stale" } }]);
    expect(due(after)).toEqual([]);
  });

  it("tell how long they waited, so that a line typed offline keeps its time", () => {
    const [draft] = write([], wish("a", 10_000));
    if (draft === undefined) throw new Error("written");
    const sent = (now: number) => putEntry(draft, now).typed_ms_ago;
    expect([sent(190_000.4), sent(10_300), sent(9_000)]).toEqual([180_000, undefined, undefined]);
  });

  it("send one write of an entry at a time", () => {
    const two = write(write([], wish("a")), wish("b"));
    expect(ops(due(two))).toEqual(["a"]);
    expect(ops(due(saved(two, "a")))).toEqual(["b"]);
  });

  it("stay unsaved when the server only could not store them now", () => {
    const one = refused(write([], wish("a")), "a", "not_stored", null);
    expect(ops(due(one))).toEqual(["a"]);
  });

  it.each(["minutes_frozen", "not_allowed"] as const)("wait for the grant to write when signing began: %s", (code) => {
    const one = refused(write([], wish("a")), "a", code, null);
    expect(one).toMatchObject([{ op: "a", state: { is: "unsaved" } }]);
    expect(ops(due(one))).toEqual(["a"]);
  });

  it("stop for the clerk when stale, with the newest text of the line", () => {
    const stale = refused(write(write([], wish("a")), wish("b")), "a", "stale_revision", null);
    expect(stale).toMatchObject([{ op: "b", state: { is: "stale" } }]);
    expect(due(stale)).toEqual([]);
  });

  it("keep the clerk's text over a newer one only as a new write", () => {
    const stale = refused(write([], wish("a", 0, "我的")), "a", "stale_revision", null);
    const kept = keepMine(stale, [entry(1, { revision: 7 })], "a", "fresh");
    expect(kept).toMatchObject([{ op: "fresh", revision: 8, text: "我的", state: { is: "unsaved" } }]);
  });

  it("are gone only when saved or discarded", () => {
    const two = write(write([], wish("a")), { ...wish("b"), entry: "e2" });
    expect(ops(saved(two, "a"))).toEqual(["b"]);
    expect(ops(discard(two, "b"))).toEqual(["a"]);
    expect(ops(refused(two, "a", "bad_text", null))).toEqual(["a", "b"]);
  });

  it("show below the committed lines, in the order they were written", () => {
    const drafts = write(write([], { ...wish("b", 9), entry: "x" }), { ...wish("a", 3), entry: "y" });
    const shown = lines([entry(1)], write(drafts, wish("c")));
    expect(shown.map((line) => [line.id, line.entry?.number ?? null, line.draft?.op ?? null])).toEqual([
      ["e1", 1, "c"], ["y", null, "a"], ["x", null, "b"],
    ]);
  });

  it("survive storage, and a damaged line loses only itself", () => {
    const two = write(write([], wish("a")), wish("b"));
    expect(unpack(pack(two))).toEqual(two);
    expect(ops(unpack(pack(two).replace('"op":"a"', '"op":7')))).toEqual(["b"]);
    expect(unpack("{")).toEqual([]);
    expect(unpack(null)).toEqual([]);
  });
});
