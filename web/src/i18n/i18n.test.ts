import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "@/api/http";
import { text as citizenEn } from "@/citizen/text.en";
import { text as citizenZh } from "@/citizen/text.zh";
import { text as earlyEn } from "@/citizen/join/early.en";
import { text as earlyZh } from "@/citizen/join/early.zh";
import { text as matterEn } from "@/citizen/matter/text.en";
import { text as matterZh } from "@/citizen/matter/text.zh";
import { text as byeEn } from "@/room/byeText.en";
import { text as byeZh } from "@/room/byeText.zh";
import { text as endingsEn } from "@/room/endings.en";
import { text as endingsZh } from "@/room/endings.zh";
import { text as roomEn } from "@/room/text.en";
import { text as roomZh } from "@/room/text.zh";
import { clock, day, daysOf, daysUntil, elapsed, fill, isoDay, moment, problemText, setLang, span, words, writtenDay } from ".";
import { refusals as refusalsEn } from "./refusals.en";
import { refusals as refusalsZh } from "./refusals.zh";
import { words as wordsEn } from "./words.en";
import { words as wordsZh } from "./words.zh";

const at = Date.parse("2026-11-23T15:30:00+08:00");

afterEach(() => setLang("zh"));

describe("dates", () => {
  it("are written as people write them", () => {
    expect(moment(at)).toBe("2026年11月23日（周一）15:30");
    expect(span(at, at + 90 * 60_000)).toBe("2026年11月23日（周一）15:30–17:00");
  });

  it("are China's, wherever the phone is", () => {
    const lateUtc = Date.parse("2026-11-23T18:05:00Z");
    expect(day(lateUtc)).toBe("2026年11月24日（周二）");
    expect(clock(lateUtc)).toBe("02:05");
    expect(isoDay(lateUtc)).toBe("2026-11-24");
  });

  it("speak English when asked", async () => {
    await setLang("en");
    expect(moment(at)).toBe("Mon 23 Nov 2026, 15:30");
    expect(writtenDay("2026-12-01")).toBe("Tue 1 Dec 2026");
  });

  it("count days by the calendar, not by hours", () => {
    expect(daysUntil(Date.parse("2026-11-24T00:01:00+08:00"), Date.parse("2026-11-23T23:59:00+08:00"))).toBe(1);
    expect(daysUntil(at - 1, at)).toBe(0);
  });

  it("write several days as one does, a run by its ends and each month once", async () => {
    const missed = ["2026-10-30", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-09", "2026-11-10"];
    expect([daysOf([]), daysOf(["2026-11-02"]), daysOf(missed)]).toEqual(["", "11月2日", "10月30日，11月2–4、9–10日"]);
    await setLang("en");
    expect(daysOf(missed)).toBe("30 Oct; 2–4, 9–10 Nov");
  });

  it("run clocks", () => {
    expect([elapsed(0), elapsed(309_000), elapsed(3_909_000), elapsed(-5)]).toEqual(["00:00", "05:09", "1:05:09", "00:00"]);
  });
});

/** Every leaf with its path. */
function leaves(tree: unknown, path = ""): [string, string][] {
  if (typeof tree === "string") return [[path, tree]];
  return Object.entries(tree as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`));
}

describe.each([
  ["shared words", wordsZh, wordsEn], ["refusals of a room", refusalsZh, refusalsEn], ["the room", roomZh, roomEn], ["how it ended", endingsZh, endingsEn], ["the door before it opens", earlyZh, earlyEn], ["the citizen's pages", citizenZh, citizenEn], ["petitions", matterZh, matterEn], ["goodbyes", byeZh, byeEn],
])("%s in both languages", (_name, zh, en) => {
  it("leave no sentence empty", () => {
    for (const [path, sentence] of [...leaves(zh), ...leaves(en)]) expect(sentence.trim(), path).not.toBe("");
  });

  it("take the same values", () => {
    const values = (tree: object) => leaves(tree).map(([path, sentence]) => [path, [...sentence.matchAll(/\{\w+\}/g)].map(String).sort()]);
    expect(values(en)).toEqual(values(zh));
  });

  it("have no Chinese left in English", () => {
    for (const [path, sentence] of leaves(en)) expect(sentence, path).not.toMatch(/\p{Script=Han}/u);
  });
});

describe("sentences for what went wrong", () => {
  it("know the code first, then the status", () => {
    expect(problemText(new Problem(404, "no_match"))).toContain("没有查到");
    expect(problemText(new Problem(503, "store_down"))).toBe(words.value.problem.unavailable);
    expect(problemText(new Problem(422, "wrong_state"))).toBe(words.value.problem.refused);
    expect(problemText(new Problem(422, "something", null, "title"))).toBe(words.value.problem.unprocessable);
    expect(problemText(new TypeError("bug"))).toBe(words.value.problem.internal);
  });

  it("say how long to wait", () => {
    expect(problemText(new Problem(429, "too_many", null, null, { retry_after_s: 60 }))).toContain("请 60 秒后再试");
  });
});

it("leaves a place open for which there is no value", () => {
  expect(fill("还有 {n} 天，{who}", { n: 3 })).toBe("还有 3 天，{who}");
});
