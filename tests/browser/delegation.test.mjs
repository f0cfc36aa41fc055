// 委托代办 at the desk: a head has a colleague act, the colleague's page says so, the security administrator ends it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, launchChromium, pictured } from "./kit/browsers.mjs";
import { PASSWORD } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";

/** Folder for pictures, if somebody wants to look. */

let server, browser;

before(async () => {
  server = await startServer();
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function signedIn(username) {
  const page = await (await browser.newContext(DESK)).newPage();
  await signIn(page, server.origin, { username, password: PASSWORD });
  return page;
}

test("a head has a colleague act, and the security administrator ends it", async () => {
  const head = await signedIn("lz-head");
  await head.getByRole("link", { name: "委托代办" }).click();
  await head.getByRole("heading", { name: "新的委托" }).waitFor();
  await readable(head);
  await head.getByRole("combobox", { name: "代办人" }).click();
  await head.getByRole("option", { name: "杨某" }).click();
  await head.getByRole("textbox", { name: /事由/ }).fill("参加省里会议");
  await head.getByRole("button", { name: "委托", exact: true }).click();
  await head.locator("tbody tr").filter({ hasText: "杨某" }).getByText("代办中").waitFor();
  await readable(head);
  await pictured(head, "delegation");

  const deputy = await signedIn("lz-screener");
  await deputy.getByText("代赵某办理").waitFor();

  const security = await signedIn("lz-security");
  await security.goto(`${server.origin}/desk/deputies`);
  await security.getByRole("button", { name: /终止/ }).click();
  await security.locator(".el-message-box").getByRole("button").last().click();
  await security.getByText("没有委托").waitFor();
  await pictured(security, "delegation-ended");

  await deputy.reload();
  await deputy.getByText("杨某").first().waitFor();
  assert.equal(await deputy.getByText("代赵某办理").count(), 0);
});
