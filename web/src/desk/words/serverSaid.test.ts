import { afterEach, expect, it } from "vitest";
import { setLang } from "@/i18n";
import { itemWords, lineWords, sentWords } from "./serverSaid";

afterEach(() => setLang("zh"));

it.each([
  ["expected `code,name`", "应为“区划代码,名称”"],
  ["`62010` is not a division code (2, 4, 6, 9, 12, 14 or 15 digits)", "“62010”不是区划代码（2、4、6、9、12、14 或 15 位数字）"],
  ["62010 is not a division code", "“62010”不是区划代码（2、4、6、9、12、14 或 15 位数字）"],
  ["620103002 stands in line 1 already", "620103002 在第 1 行已有"],
  ["user name head is taken", "用户名 head 已有账号"],
  ["there is no open agency 区住建局 in 620103, or not in yours", "620103 没有在用的机关“区住建局”，或不在您的辖区内"],
  ["boss is not a post", "没有“boss”这个岗位"],
  ["`off 2027-02-30`: not a day (expected YYYY-MM-DD)", "“off 2027-02-30”不是日期（应为 YYYY-MM-DD）"],
  ["2027-01-05: only a Saturday or Sunday is made a working day", "“2027-01-05”只有星期六、星期日可以调为上班日"],
  ["EOF while parsing a value at line 3 column 9", "这一行的格式或内容不合要求"],
])("says in Chinese why a line is not taken: %s", (why, said) => {
  expect(lineWords(why)).toBe(said);
});

it.each([
  ["HTTP 503", "对方系统返回 HTTP 503"],
  ["no answer within 10 seconds", "10 秒内没有应答"],
  ["WeChat answered -1", "微信返回错误码 -1"],
  ["nobody to tell any more", "已没有可通知的人"],
  ["a reason of a newer server", "没有送出"],
])("says in Chinese how sending ended: %s", (outcome, said) => {
  expect(sentWords(outcome)).toBe(said);
});

it("says of an item what the server knows, and leaves the rest to the name of the field", () => {
  expect(itemWords("No petition bureau answers for this place")).toBe("这个属地没有对应的信访部门");
  expect(itemWords("A title has 4 to 100 characters")).toBeNull();
});

it("leaves the server's sentence on an English page", async () => {
  await setLang("en");
  expect([lineWords("boss is not a post"), sentWords("HTTP 503"), itemWords("Not a division code")]).toEqual(["boss is not a post", "HTTP 503", "Not a division code"]);
});
