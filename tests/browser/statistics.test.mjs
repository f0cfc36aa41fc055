// 统计分析 in a browser: from the card to the petitions behind it, and every page free of what axe finds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { launchChromium, pictured } from "./kit/browsers.mjs";
import { PASSWORD } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";

/** Folder for pictures, if somebody wants to look. */

let server, browser, page;

before(async () => {
  server = await startServer();
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: "zh-CN" });
  page = await context.newPage();
  await signIn(page, server.origin, { username: "lz-head", password: PASSWORD });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(path) {
  await page.goto(`${server.origin}/desk${path}`);
  await page.waitForLoadState("networkidle");
}

const picture = (name) => pictured(page, name);

test("a card leads to the petitions behind it", async () => {
  await open("/statistics?from=2020-01-01");
  const card = page.locator('[data-indicator="timely_routing"]');
  assert.match(await card.locator(".value").innerText(), /^\d+\.\d%$/);
  await card.getByRole("button", { name: /口径/ }).click();
  assert.match(await card.innerText(), /15 日/);
  await card.locator(".name").click();
  await page.getByRole("heading", { name: /^及时转送率/ }).waitFor();
  assert.equal(await page.locator('[data-part="heat"] li').count(), 9, "eight counties and the city itself");
  await picture("statistics");
  await readable(page);
  await card.getByRole("button", { name: /查看及时转送率/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("tbody tr").first().waitFor();
  await dialog.locator("select").selectOption("missed");
  await dialog.locator("tbody tr").first().waitFor();
  await picture("behind");
  await readable(page);
  await open("/statistics?from=2020-01-01&by=hearing_kind&indicator=petitions");
  await page.getByRole("button", { name: /^查看未定 信访总量/ }).click();
  await dialog.locator("tbody tr").first().waitFor();
});

test("rows by month are a line with its table", async () => {
  await open("/statistics?from=2020-01-01&by=month&indicator=on_time_completion");
  const rows = page.locator('[data-part="table"] tbody tr');
  assert.ok((await rows.count()) > 6);
  assert.equal(await page.locator('[data-part="chart"] circle').count() > 3, true);
  await picture("months");
  await readable(page);
});

test("a period stands beside another, on the cards and in the table", async () => {
  await open("/statistics?from=2026-01-01&by=hearing_kind");
  await page.locator('[data-part="against"]').selectOption("lastYear");
  const card = page.locator('[data-indicator="petitions"]');
  await card.getByText(/对比期/).waitFor();
  assert.match(page.url(), /against=lastYear/);
  assert.match(await page.locator('[data-part="table"]').innerText(), /接访场次/);
  await picture("compared");
  await readable(page);
});

test("the yearly report, warnings and the big screen stand up to axe", async () => {
  for (const [path, name, words] of [
    ["/statistics/yearly", "yearly", /年度报告/],
    ["/statistics/warnings", "warnings", /四季青街道/],
    ["/screen", "screen", /兰州市信访形势/],
  ]) {
    await open(path);
    assert.match(await page.locator("main").innerText(), words);
    await picture(name);
    await readable(page);
  }
});

test("a warning is taken charge of", async () => {
  await open("/statistics/warnings");
  const warning = page.locator("[data-warning]").first();
  await warning.getByRole("button", { name: /由我负责/ }).click();
  await warning.getByText(/赵某 负责/).waitFor();
});

test("the big screen names nobody", async () => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open("/screen");
  assert.doesNotMatch(await page.locator("main").innerText(), /某/);
  await picture("wall");
  const sizes = await page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((one) => one.children.length === 0 && one.textContent.trim() !== "")
      .map((one) => parseFloat(getComputedStyle(one).fontSize)),
  );
  assert.ok(Math.min(...sizes) >= 24, `the smallest is ${Math.min(...sizes)} px`);
});

test("a table is saved as an Excel file", async () => {
  const answer = await page.request.get(`${server.origin}/api/statistics/export?from=2020-01-01&by=division`);
  assert.equal(answer.status(), 200);
  assert.match(answer.headers()["content-disposition"], /\.xlsx/);
  assert.equal((await answer.body()).subarray(0, 2).toString(), "PK");
});
