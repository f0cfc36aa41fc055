// Papers of a hearing: a phrase goes into its minutes by one key, and they are issued as a document from its page.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, launchChromium, openPages, PHONE } from "./kit/browsers.mjs";
import { PASSWORD, scheduleHearing } from "./kit/case.mjs";
import { admitAllAndStart, closeUnsigned, fourAtTheDoor, signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { toldWith } from "./kit/story.mjs";
import { until } from "./kit/wait.mjs";

let server, browser, scene;
const page = {};

before(async () => {
  server = await startServer();
  scene = await scheduleHearing(server.origin);
  browser = await launchChromium();
  Object.assign(page, await openPages(["presider", browser, DESK], ["clerk", browser, DESK], ["district", browser, DESK], ["phone", browser, PHONE], ["head", browser, { viewport: { width: 1366, height: 768 }, locale: "zh-CN" }]));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function picture(who, name) {
  await mkdir("test-results", { recursive: true });
  await page[who].screenshot({ path: `test-results/documents-${name}.png`, fullPage: true }).catch(() => {});
}

const told = toldWith(() => Promise.all(Object.keys(page).map((who) => picture(who, `failed-${who}`))), () => server, page);

test("a clerk writes by phrases, and the head issues the minutes", () => told(async () => {
  await fourAtTheDoor(page, server.origin, scene);
  await admitAllAndStart(page.presider);

  const line = page.clerk.getByRole("textbox", { name: "记录", exact: true });
  await line.focus();
  await page.clerk.keyboard.press("F2");
  const palette = page.clerk.locator("[data-part=phrases]");
  await palette.getByRole("option").first().waitFor();
  await picture("clerk", "palette");
  await page.clerk.keyboard.type("回避 不申请");
  assert.equal(await palette.getByRole("option").count(), 1);
  await page.clerk.keyboard.press("Enter");
  assert.match(await line.inputValue(), /不申请回避/);
  await page.clerk.keyboard.press("Enter");
  await page.presider.getByText("不申请回避").first().waitFor();

  // The skeleton of the phase by one key, its blanks one after the other; whatever is pressed twice is in once.
  for (const [says, is] of [["说明事由", "物业收费争议"], ["参加人身份", "无误"], ["录音录像的情况", "全程录音录像"], ["权利和义务", "清楚"], ["申请回避", "不申请"]]) {
    await page.clerk.keyboard.press("F8");
    await until(`the blank of ${says} is marked`, async () => {
      const value = await line.inputValue();
      const marked = await line.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
      return value.includes(says) && marked === "【待补】";
    });
    await page.clerk.keyboard.type(is);
  }
  await page.clerk.keyboard.press("Enter");
  await page.presider.getByText("事由：物业收费争议。").first().waitFor();
  await until("no blank is left on the presider's page", async () => await page.presider.getByText("【待补】").count() === 0);

  await page.presider.locator("[data-step=review_minutes]").click();
  await page.presider.locator("[data-step=start_signing]").click();
  await closeUnsigned(page.presider, "本次只看文书");
  await page.phone.getByText("会议结束了").first().waitFor({ timeout: 20_000 });

  await signIn(page.head, server.origin, { username: "lz-head", password: PASSWORD });
  await page.head.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  const papers = page.head.locator("[data-part=hearing-papers]");
  await papers.locator("[data-paper=outcome]").getByText("还没有出具接访结果").waitFor();
  await papers.locator("[data-paper=agreement]").getByText("各方都已签字").waitFor();
  await papers.locator("[data-paper=minutes] [data-do=issue-paper]").click();
  await page.head.locator(".paper").getByText("不申请回避").waitFor();
  await picture("head", "preview");
  await page.head.getByRole("button", { name: "编号制发" }).click();
  await papers.getByRole("link", { name: /^接访笔录/ }).waitFor();
  await picture("head", "hearing");
  await readable(page.head);

  await page.head.goto(`${server.origin}/desk/petitions/${scene.petition.id}`);
  await page.head.getByRole("button", { name: "制作文书" }).click();
  await page.head.getByRole("combobox", { name: "文书种类" }).selectOption("minutes");
  const which = page.head.locator("[data-document=hearing]");
  await which.waitFor();
  await which.selectOption(scene.hearing.id);
  await page.head.locator(".paper").getByText("不申请回避").waitFor();
  await picture("head", "dialog");
  await page.head.goto(`${server.origin}/desk/today`);
  await page.head.waitForLoadState("networkidle");
  await picture("head", "today");
}));
