import { expect, it } from "vitest";
import { Problem } from "@/api/http";
import { words } from "@/i18n";
import { refusals } from "@/i18n/refusals";
import { t } from "../text";
import { failureText } from "./say";

it("says a rule in its own sentence, with the article behind it", () => {
  const rule = new Problem(422, "recused", "keeps away", null, { article: "25" });
  expect(failureText(rule)).toBe(`${t.value.rule.recused} ${t.value.petition.article("25")}`);
  expect(failureText(rule, { recused: "请换人" })).toContain("请换人");
});

it("says what a room refused over the API as the room does", () => {
  expect(failureText(new Problem(422, "cannot_stand_in", "not a presider"))).toBe(refusals.value.cannot_stand_in);
});

it("names the line of a list that cannot be taken", () => {
  const line = new Problem(422, "bad_line", "not a day (expected YYYY-MM-DD)", "text", { line: 7 });
  expect(failureText(line)).toBe(t.value.admin.badLine(7, "不是日期（应为 YYYY-MM-DD）"));
});

it.each([
  [new Problem(422, "of_tomorrow", "a newer server's word"), `${words.value.problem.refused} a newer server's word`],
  [new Problem(422, "upload_under_way", "another file"), words.value.problem.upload_under_way],
  [new Problem(409, "of_tomorrow", "a newer server's word"), words.value.problem.conflict],
  [new Problem(418, "of_tomorrow"), words.value.problem.internal],
])("says something calm where it knows no better, and never a code: %s", (problem, said) => {
  expect(failureText(problem)).toBe(said);
});

it("says what a unit does whose reply was handed over too long ago", () => {
  expect(failureText(new Problem(422, "bad_receipt"))).toMatch(/重新当面送达或邮寄，期限从这次收到之日起算/);
});
