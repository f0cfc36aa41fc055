import { describe, expect, it } from "vitest";
import { emptyDraft, keepDraft, keptDraft, missing, requestOf } from "./draft";

const draft = { ...emptyDraft("id", "620103002001001"), text: "下水井盖破损" };

describe("a report being written", () => {
  it.each([
    [{}, null],
    [{ place: "" }, "place"],
    [{ text: "短" }, "text"],
    [{ text: "长".repeat(2001) }, "text"],
    [{ name: "某甲" }, "phone"],
    [{ phone: "0931-0000001" }, "name"],
    [{ name: "某甲", phone: "0931-0000001" }, null],
  ])("says what is missing of %j", (change, expected) => {
    expect(missing({ ...draft, ...change })).toBe(expected);
  });

  it("names a resident only if there is one", () => {
    expect(requestOf(draft).resident).toBeNull();
    expect(requestOf({ ...draft, name: "某甲", phone: "1" }).resident).toEqual({ name: "某甲", phone: "1" });
  });

  it("is kept until it is sent, and a broken one is none", () => {
    const store = new Map<string, string>();
    const storage = {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, text: string) => void store.set(key, text),
      removeItem: (key: string) => void store.delete(key),
    };
    keepDraft(storage, "u1", draft);
    expect(keptDraft(storage, "u1")).toEqual(draft);
    expect(keptDraft(storage, "u2"), "of another person").toBeNull();
    keepDraft(storage, "u1", null);
    expect(keptDraft(storage, "u1")).toBeNull();
    keepDraft(storage, "u1", emptyDraft("id", "620103002001001"));
    expect(keptDraft(storage, "u1"), "nothing was typed").toBeNull();
    keepDraft(storage, "u1", { ...emptyDraft("id", "620103002001001"), spot: "3 号楼" });
    expect(keptDraft(storage, "u1")?.spot, "before there are words").toBe("3 号楼");
    store.set("lianjie-grid-draft.u1", "{");
    expect(keptDraft(storage, "u1")).toBeNull();
  });
});
