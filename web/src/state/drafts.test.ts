import { describe, expect, it } from "vitest";
import { discard, due, keepMine, lines, pack, refused, saved, unpack, write, type Drafts, type Write } from "./drafts";
import { entry } from "./sample";

const wish = (op: string, at = 0, text = op): Write => ({ op, entry: "e1", phase: "statement", speaker: null, text, at });
const ops = (drafts: Drafts) => drafts.map((draft) => draft.op);

describe("drafts of minutes", () => {
  it("number a new entry 1 and a change after what is committed and under way", () => {
    const first = write([], [], wish("a"));
    expect(first[0]?.revision).toBe(1);
    expect(write(first, [], wish("b"))[1]?.revision).toBe(2);
    expect(write([], [entry(1, { revision: 4 })], wish("c"))[0]?.revision).toBe(5);
  });

  it("send one write of an entry at a time", () => {
    const two = write(write([], [], wish("a")), [], wish("b"));
    expect(ops(due(two))).toEqual(["a"]);
    expect(ops(due(saved(two, "a")))).toEqual(["b"]);
  });

  it("stay unsaved when the server only could not store them now", () => {
    const one = refused(write([], [], wish("a")), "a", "not_stored", null);
    expect(ops(due(one))).toEqual(["a"]);
  });

  it("stop for the clerk when stale, and hold back what was written after", () => {
    const two = write(write([], [], wish("a")), [], wish("b"));
    expect(due(refused(two, "a", "stale_revision", null))).toEqual([]);
  });

  it("keep the clerk's text over a newer one only as a new write", () => {
    const stale = refused(write([], [], wish("a", 0, "我的")), "a", "stale_revision", null);
    const kept = keepMine(stale, [entry(1, { revision: 7 })], "a", "fresh");
    expect(kept).toMatchObject([{ op: "fresh", revision: 8, text: "我的", state: { is: "unsaved" } }]);
  });

  it("are gone only when saved or discarded", () => {
    const two = write(write([], [], wish("a")), [], { ...wish("b"), entry: "e2" });
    expect(ops(saved(two, "a"))).toEqual(["b"]);
    expect(ops(discard(two, "b"))).toEqual(["a"]);
    expect(ops(refused(two, "a", "minutes_frozen", null))).toEqual(["a", "b"]);
  });

  it("show below the committed lines, in the order they were written", () => {
    const drafts = write(write([], [], { ...wish("b", 9), entry: "x" }), [], { ...wish("a", 3), entry: "y" });
    const shown = lines([entry(1)], write(drafts, [entry(1)], wish("c")));
    expect(shown.map((line) => [line.id, line.entry?.number ?? null, line.draft?.op ?? null])).toEqual([
      ["e1", 1, "c"], ["y", null, "a"], ["x", null, "b"],
    ]);
  });

  it("survive storage, and a damaged line loses only itself", () => {
    const two = write(write([], [], wish("a")), [], wish("b"));
    expect(unpack(pack(two))).toEqual(two);
    expect(ops(unpack(pack(two).replace('"op":"a"', '"op":7')))).toEqual(["b"]);
    expect(unpack("{")).toEqual([]);
    expect(unpack(null)).toEqual([]);
  });
});
