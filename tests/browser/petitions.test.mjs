// Petitions as people work on them: several routed at once, representatives recorded, and the pages around them read by
// axe and measured on a phone and at a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Caller } from "./kit/api.mjs";
import { fits, readable } from "./kit/axe.mjs";
import { DESK, PHONE, launchChromium, pictured } from "./kit/browsers.mjs";
import { COUNTER, PASSWORD } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";

/** Folder for pictures, if somebody wants to look. */
const PHONE_390 = { ...PHONE, viewport: { width: 390, height: 844 } };

let server, browser, counter;

before(async () => {
  server = await startServer();
  counter = await Caller.signIn(server.origin, COUNTER.username, COUNTER.password);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const filed = (title, co_petitioners = []) =>
  counter.post("/petitions", {
    title,
    text: "小区物业多年不公开收支，请求依法处理并答复。",
    place: "620103002",
    category: "appeal",
    purpose: "resolution",
    content_class: "property_management",
    persons_concerned: 1 + co_petitioners.length,
    petitioner: { name: "马某某", phone: "13900000001" },
    co_petitioners,
  });

async function signedIn(account, viewport = DESK) {
  const page = await (await browser.newContext(viewport)).newPage();
  await signIn(page, server.origin, { password: PASSWORD, ...account });
  return page;
}

test("several petitions are screened at once, and of each it is said what came of it", async () => {
  for (const n of ["一", "二"]) await filed(`批量办理第${n}件`);
  const page = await signedIn(COUNTER);
  await page.goto(`${server.origin}/desk/`);
  await page.getByRole("searchbox", { name: "查找" }).fill("批量办理");
  const rows = page.locator("tbody tr").filter({ hasText: "批量办理第" });
  await rows.nth(1).waitFor();
  for (const n of [0, 1]) await rows.nth(n).getByRole("checkbox").check({ force: true });
  await page.getByRole("group", { name: "批量办理" }).getByRole("button", { name: "开始甄别" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "办理 2 件" }).click();
  await dialog.getByText("2 件全部办理").waitFor();
  await readable(page);
  await pictured(page, "bulk");
  const { rows: after } = await counter.get("/petitions?search=批量办理");
  assert.deepEqual(after.map((row) => row.state), ["screening", "screening"]);
});

test("households of one matter are merged from the work list into the one registered first", async () => {
  for (const n of ["一", "二", "三"]) await filed(`并案办理第${n}户`);
  const page = await signedIn(COUNTER);
  await page.goto(`${server.origin}/desk/`);
  await page.getByRole("searchbox", { name: "查找" }).fill("并案办理");
  const rows = page.locator("tbody tr").filter({ hasText: "并案办理第" });
  await rows.nth(2).waitFor();
  for (const n of [0, 1, 2]) await rows.nth(n).getByRole("checkbox").check({ force: true });
  await page.keyboard.press("m"); // as the button 并案 does
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/并案办理第一户/).first().waitFor();
  await readable(page);
  await pictured(page, "merge");
  await dialog.getByRole("button", { name: "办理 2 件" }).click();
  await dialog.getByText("2 件全部办理").waitFor();
  const { rows: after } = await counter.get("/petitions?search=并案办理");
  const states = Object.fromEntries(after.map((row) => [row.title, row.state]));
  assert.deepEqual(
    ["一", "二", "三"].map((n) => states[`并案办理第${n}户`]),
    ["registered", "merged", "merged"],
  );
});

for (const [name, viewport] of [["390", PHONE_390], ["1366", DESK]]) {
  test(`what may have been registered before is shown before a number is given out, at ${name} px`, async () => {
    await filed("电梯长期停运无人维修");
    const page = await signedIn(COUNTER, viewport);
    await page.goto(`${server.origin}/desk/register`);
    await page.getByLabel("标题").fill("电梯停运无人维修");
    const place = page.getByRole("combobox", { name: "事项发生地" });
    await place.click();
    await place.fill("西湖街道");
    await page.getByRole("option", { name: /西湖街道$/ }).first().click();
    await page.getByRole("combobox", { name: "内容分类" }).click({ force: true }); // what is chosen lies over it
    await page.getByRole("option", { name: "物业管理" }).first().click();
    await page.getByRole("heading", { name: "可能已经登记过" }).waitFor();
    await page.getByRole("link", { name: "电梯长期停运无人维修" }).first().waitFor();
    await fits(page);
    await readable(page);
    await pictured(page, `alike-${name}`);
  });
}

test("who speaks for the others is recorded from the petition's page", async () => {
  const { id } = await filed("推选代表的共同事项", [{ name: "王某" }, { name: "李某" }]);
  const page = await signedIn({ username: "lz-clerk" });
  await page.goto(`${server.origin}/desk/petitions/${id}`);
  await page.getByRole("button", { name: "推选代表" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("王某").click();
  await dialog.getByText("已选 1 人").waitFor();
  await readable(page);
  await pictured(page, "election");
  await dialog.getByRole("button", { name: "记录推选结果" }).click();
  await page.getByText("已记录 1 名代表").waitFor();
  const elected = (await counter.get(`/petitions/${id}/representatives`)).people.filter((one) => one.elected);
  assert.deepEqual(elected.map((one) => one.name), ["王某"]);
});

test("a bureau above sees the end of a phone number and no address", async () => {
  const page = await signedIn({ username: "lz-clerk" });
  const { rows } = await counter.get("/petitions?search=推选代表的");
  await page.goto(`${server.origin}/desk/petitions/${rows[0].id}`);
  await page.getByText("*******0001").first().waitFor();
  await pictured(page, "masked");
});

for (const [name, viewport] of [["390", PHONE_390], ["1366", DESK]]) {
  test(`mailbox, grid reports and delegations fit ${name} px and have no faults`, async () => {
    const citizen = await (await browser.newContext(viewport)).newPage();
    await citizen.goto(`${server.origin}/file?to=leader`);
    await citizen.getByRole("heading", { name: /领导/ }).first().waitFor();
    await fits(citizen);
    await readable(citizen);
    await pictured(citizen, `mailbox-${name}`);
    for (const [username, path, words] of [
      ["lz-head", "/desk/deputies", "新的委托"],
      ["qlh-counter", "/desk/grid", "民情"],
    ]) {
      const page = await signedIn({ username }, viewport);
      await page.goto(`${server.origin}${path}`);
      await page.getByRole("heading", { name: words }).first().waitFor();
      await fits(page);
      await readable(page);
      await pictured(page, `${username}-${path.split("/").at(-1)}-${name}`);
    }
  });
}
