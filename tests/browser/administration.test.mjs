// Administration as people do it: a calendar with its preview, a list of divisions, an account and its first
// password, an authenticator that is set up, asked for and lost, a reception day that citizens see. Every page is read by
// axe as well.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { codeOf } from "./kit/authenticator.mjs";
import { readable } from "./kit/axe.mjs";
import { DESK, launchChromium, pictured } from "./kit/browsers.mjs";
import { Caller } from "./kit/api.mjs";
import { CLERK, PASSWORD, scheduleHearing } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { until } from "./kit/wait.mjs";

let server, chromium;

before(async () => {
  server = await startServer();
  chromium = await launchChromium();
});

after(async () => {
  await chromium?.close();
  await server?.stop();
});

async function signedIn(username) {
  const page = await (await chromium.newContext(DESK)).newPage();
  await signIn(page, server.origin, { username, password: PASSWORD });
  return page;
}

async function open(page, path, words) {
  await page.goto(`${server.origin}${path}`);
  await page.getByText(words).first().waitFor();
  await pictured(page, path.replaceAll("/", "_"));
}

test("an administrator looks at a new calendar, loads it, and clocks follow", async () => {
  const page = await signedIn("lz-admin");
  await open(page, "/desk/admin/calendar", "现行版本 2024-2026");
  const text = page.locator("textarea");
  await text.fill("year 2027\noff 2027-02-30");
  await page.getByRole("button", { name: "查看变化" }).click();
  await page.getByText("第 2 行不能读取").waitFor();
  await text.fill("year 2027\noff 2027-01-01..2027-01-03\nwork 2027-01-09");
  await page.getByRole("button", { name: "查看变化" }).click();
  await page.getByText("有变化的日子 15 天").waitFor(); // the days fixed by law are not in this file
  await readable(page);
  await page.locator("input[maxlength='200']").fill("国办发明电〔2026〕某号");
  await page.getByRole("button", { name: "载入并重算" }).click();
  await page.getByText("现行版本 2024-2027/1").waitFor();
  await page.getByText("已重算", { exact: true }).waitFor();
  await page.context().close();
});

test("divisions are tried, then taken over", async () => {
  const page = await signedIn("lz-admin");
  await open(page, "/desk/admin/divisions", "试导入");
  await page.locator("textarea").fill("620103002001,某社区\n62010300200101,第一网格\n62010,错");
  await page.getByRole("button", { name: "试导入" }).click();
  await page.getByText("第 3 行").waitFor();
  await page.locator("textarea").fill("620103002001,某社区\n62010300200101,第一网格");
  await page.getByRole("button", { name: "导入", exact: true }).click();
  await page.getByText("新增 2 个").waitFor();
  await readable(page);
  for (const [part, words] of [["agencies", "酒泉路街道办事处"], ["staff", "lz-presider"], ["grids", "村或网格代码"]]) {
    await open(page, `/desk/admin/${part}`, part === "grids" ? "输入村（社区）代码" : words);
    await readable(page);
  }
  await page.context().close();
});

test("a reception room is made, seated in a hearing, and closed only once nothing needs it", async () => {
  const page = await signedIn("lz-admin");
  await open(page, "/desk/admin/rooms", "新增接访室");
  await readable(page);
  await page.getByRole("combobox", { name: "所属机关" }).click();
  await page.getByRole("option", { name: "七里河区信访局" }).click();
  await page.getByRole("textbox", { name: "名称" }).fill("新装修接访室");
  await page.getByRole("button", { name: "新增接访室" }).click();
  const row = page.getByRole("row", { name: "新装修接访室" });
  await row.waitFor();
  const desk = await Caller.signIn(server.origin, CLERK.username, PASSWORD);
  const room = (await desk.get("/rooms?limit=100")).rows.find((one) => one.name === "新装修接访室");
  const { hearing } = await scheduleHearing(server.origin, [
    { role: "hearing_member", occupant: { is: "room", room: room.id }, mandatory: false },
  ]);
  await row.getByRole("button", { name: "停用" }).click();
  await page.getByRole("button", { name: "确定停用" }).click();
  await page.getByText(`${hearing.number}：`).waitFor();
  await readable(page);
  await page.context().close();
});

test("a new account sets its first password by the code it was given", async () => {
  const page = await signedIn("lz-admin");
  await open(page, "/desk/admin/staff", "新建账号");
  await page.getByLabel("用户名").fill("lz-new");
  await page.getByLabel("姓名").fill("新某");
  await page.getByRole("combobox", { name: "单位" }).click();
  await page.getByRole("option", { name: "兰州市信访局" }).click();
  await page.getByRole("button", { name: "新建账号" }).click();
  const code = (await page.locator(".code").innerText()).trim();
  const own = await (await chromium.newContext(DESK)).newPage();
  await open(own, "/desk/new-password", "设置新密码");
  await own.locator("input[name=username]").fill("lz-new");
  await own.locator("input[name=code]").fill(code);
  await own.locator("input[name=password]").fill("yellow river raft 1908");
  await own.getByRole("button", { name: "设置密码" }).click();
  await own.getByText("新密码已生效").waitFor();
  await page.context().close();
  await own.context().close();
});

test("who set an authenticator up signs in by two steps, until an administrator takes it away", async () => {
  const own = await signedIn("lz-officer");
  await own.getByRole("link", { name: "我的账号" }).click();
  await own.locator("input[name=factor-password]").fill(PASSWORD);
  await own.getByRole("button", { name: "设置验证器" }).click();
  const secret = await own.locator("[data-part=secret]").innerText();
  await readable(own);
  await own.locator("input[name=first-code]").fill(codeOf(secret));
  await own.getByRole("button", { name: "启用", exact: true }).click();
  const kept = own.getByRole("button", { name: "恢复码已留存" });
  await kept.waitFor();
  const recovery = await own.getByRole("list", { name: "恢复码" }).getByRole("listitem").first().innerText();
  await readable(own);
  await kept.click();
  await own.getByText("还剩 10 个恢复码").waitFor();

  const page = await (await chromium.newContext(DESK)).newPage();
  const givePassword = async () => {
    await page.goto(`${server.origin}/desk/sign-in`);
    await page.getByLabel("用户名").fill("lz-officer");
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.locator("input[name=code]").waitFor();
  };
  const come = async () => {
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("button", { name: "退出登录" }).waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
  };
  await givePassword();
  await readable(page);
  await page.locator("input[name=code]").fill(codeOf(secret, 1)); // the one of now may be the one that was used
  await come();
  await givePassword();
  await page.getByRole("button", { name: "用恢复码" }).click();
  await page.locator("input[name=code]").fill(recovery);
  await come();

  const admin = await signedIn("lz-admin");
  await open(admin, "/desk/admin/staff", "新建账号");
  await admin.getByLabel("查找人员").fill("lz-officer");
  const row = admin.getByRole("row", { name: "lz-officer" });
  await row.getByRole("button", { name: "解除两步验证" }).click();
  await admin.locator(".el-message-box").getByRole("button", { name: "确定" }).click();
  await row.getByRole("button", { name: "解除两步验证" }).waitFor({ state: "detached" });
  const again = await signedIn("lz-officer");
  for (const one of [own, page, admin, again]) await one.context().close();
});

test("a planned day is published at the desk and shown to citizens of the county", async () => {
  const page = await signedIn("qlh-head");
  await open(page, "/desk/reception", "接待日排班");
  await page.getByText("七里河区第一视频接访室").first().waitFor();
  await readable(page);
  await page.getByRole("button", { name: "公布" }).first().click();
  await until("the waiting day is published", async () => (await page.getByRole("button", { name: "公布" }).count()) === 0);
  const citizen = await (await chromium.newContext(DESK)).newPage();
  await citizen.goto(`${server.origin}/`);
  await citizen.getByText("领导接待日").click();
  await citizen.locator("select").selectOption("620103");
  await citizen.getByText("蒋某").first().waitFor();
  assert.equal(await citizen.getByText("蒋某").count(), 2, "the one of the demo and the one just published");
  await readable(citizen);
  await page.context().close();
  await citizen.context().close();
});

test("a leader finds the case in their charge", async () => {
  const page = await signedIn("qlh-leader");
  await open(page, "/desk/contracts", "我的包案");
  await page.getByText("66户业主").click();
  await page.getByText("领导包案").first().waitFor();
  await readable(page);
  await page.context().close();
});
