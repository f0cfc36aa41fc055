import { describe, expect, it } from "vitest";
import { inserted, matching } from "./phrases";

describe("phrases", () => {
  const phrases = ["主持人宣布休会，时间为　　分钟。", "主持人宣布接访结束。", "双方质证："];

  it("are narrowed by every word typed", () => {
    expect(matching(phrases, " ")).toEqual(phrases);
    expect(matching(phrases, "主持人")).toEqual(phrases.slice(0, 2));
    expect(matching(phrases, "宣布 结束")).toEqual([phrases[1]]);
    expect(matching(phrases, "调解")).toEqual([]);
  });

  it("take the place of what is marked, and mark their first blank", () => {
    expect(inserted("甲乙丙", 1, 2, "双方质证：")).toEqual({ text: "甲双方质证：丙", from: 6, to: 6 });
    expect(inserted("", 0, 0, "时间为　　分钟。")).toEqual({ text: "时间为　　分钟。", from: 3, to: 5 });
  });
});
