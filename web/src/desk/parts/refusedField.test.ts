import { afterEach, expect, it } from "vitest";
import { Problem } from "@/api/http";
import { setLang } from "@/i18n";
import { rules as en } from "../text/rules.en";
import { rules as zh } from "../text/rules.zh";
import { failureText, failureToldText } from "./say";

afterEach(() => setLang("zh"));

const refused = (field: string, detail = "1 to 40 characters") => new Problem(422, "unprocessable", detail, field);

it.each([
  ["petitions", zh.fieldAsks.petitions],
  ["acceptance.pattern", zh.fieldAsks.pattern],
  ["petitioner.phone", zh.fieldAsks.phone],
  ["name", zh.fieldRefused("名称（姓名）")],
  ["petitioner.name", zh.fieldRefused("名称（姓名）")],
])("says in Chinese what is wrong with %s", (field, said) => {
  expect(failureText(refused(field))).toBe(said);
  expect(failureToldText({ status: 422, code: "unprocessable", detail: "1 to 40 characters", field })).toBe(said);
});

it("says in general that a field is wrong whose name it does not know, and nothing English", () => {
  expect(failureText(refused("wholly_new"))).toMatch(/^[^a-z]+$/i);
});

it("lets a page say it in its own words", () => {
  expect(failureText(refused("name"), { unprocessable: "名称要有 1 至 40 字。" })).toBe("名称要有 1 至 40 字。");
});

it("shows on an English page what the server says of it, too", async () => {
  await setLang("en");
  expect(failureText(refused("name"))).toBe(`${en.fieldRefused("name")} (1 to 40 characters)`);
});
