// 民情流水线 on a phone: the short address leads to the page, a report goes up, and axe finds nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Caller } from "./kit/api.mjs";
import { readable } from "./kit/axe.mjs";
import { PHONE, launchChromium, pictured } from "./kit/browsers.mjs";
import { PASSWORD } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";

/** Folder for pictures, if somebody wants to look. */
const GRID = "62010300200101";

let server, browser, page;

before(async () => {
  server = await startServer();
  const admin = await Caller.signIn(server.origin, "lz-admin", PASSWORD);
  const list = await fetch(`${server.origin}/api/admin/divisions`, {
    method: "POST",
    headers: { origin: server.origin, "content-type": "text/csv", cookie: admin.cookie },
    body: `620103002001,某社区\n${GRID},第一网格`,
  });
  assert.equal(list.status, 200);
  const { rows } = await admin.get("/admin/staff?search=xihu");
  const worker = rows.find((one) => one.username === "xihu").id;
  const [{ tag }] = await admin.get(`/admin/grids/${GRID}`);
  await admin.post(`/admin/grids/${GRID}`, { posts: [{ staff: worker, duty: "worker" }] }, { "if-match": `"${tag}"` });
  browser = await launchChromium();
  page = await (await browser.newContext(PHONE)).newPage();
  await signIn(page, server.origin, { username: "xihu", password: PASSWORD });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the short address leads a grid worker to the form, and what was seen goes up", async () => {
  await page.goto(`${server.origin}/grid`);
  await page.getByRole("heading", { name: "上报民情" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/desk/grid");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px wider than the phone`);
  await page.locator("textarea").fill("楼道照明坏了三天，老人上下楼不便");
  await readable(page);
  await pictured(page, "grid-form");
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await page.locator("ul.rows li").filter({ hasText: "楼道照明坏了三天" }).waitFor();
  await readable(page);
  await pictured(page, "grid-sent");
});
