// Before a hearing, as people do it: a petitioner asks, the bureau examines and finds a time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, PHONE, launchChromium, pictured } from "./kit/browsers.mjs";
import { PASSWORD } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";

let server, chromium;

before(async () => {
  server = await startServer();
  chromium = await launchChromium();
});

after(async () => {
  await chromium?.close();
  await server?.stop();
});

test("a petitioner asks for a hearing, and the bureau approves and schedules it", async () => {
  const phone = await (await chromium.newContext(PHONE)).newPage();
  const filed = await phone.request.post(`${server.origin}/api/petitions`, {
    headers: { origin: server.origin },
    data: {
      title: "小区电梯长期停运", text: "小区电梯停运半年，老人上下楼困难，多次反映没有结果，请求维修。", place: "620103002",
      category: "appeal", purpose: "resolution", content_class: "property_management", persons_concerned: 1,
      petitioner: { name: "马某", phone: "13900000009" },
    },
  });
  const { number, query_code: code } = await filed.json();
  await phone.goto(`${server.origin}/query`);
  await phone.getByLabel("编号").first().fill(number);
  await phone.getByLabel("查询码").first().fill(code);
  await phone.getByRole("button", { name: "查询", exact: true }).click();
  const card = phone.locator("[data-part=request]");
  await card.locator("[data-do=ask]").click();
  await card.locator("textarea").first().fill("请物业公司和住建局当面说明维修时间");
  await card.getByRole("button", { name: "到就近的接访室" }).click();
  await card.getByRole("button", { name: "提交申请" }).click();
  await card.locator("[data-state=requested]").waitFor();
  await readable(phone);
  await pictured(phone, "before-citizen");

  const desk = await (await chromium.newContext(DESK)).newPage();
  await signIn(desk, server.origin, { username: "qlh-head", password: PASSWORD });
  await desk.goto(`${server.origin}/desk/requests`);
  await desk.getByRole("link", { name: "小区电梯长期停运" }).waitFor();
  await readable(desk);
  await pictured(desk, "before-requests");
  await desk.getByRole("link", { name: "小区电梯长期停运" }).click();
  await desk.locator("[data-do=examine]").click();
  await desk.locator("[data-do=approve]").click();
  await desk.locator("[data-do=schedule]").waitFor();
  await readable(desk);
  await pictured(desk, "before-request");
  await desk.locator("[data-do=schedule]").click();
  await desk.locator("[data-part=request]").waitFor();
  await desk.locator("[data-do=free]").click();
  await desk.locator("[data-part=free] .day button").first().waitFor();
  await pictured(desk, "before-schedule");
  await desk.goto(`${server.origin}/desk/schedules`);
  await desk.locator("table").first().waitFor();
  await readable(desk);
  await pictured(desk, "before-calendar");
  assert.equal(await desk.locator("[role=alert]").count(), 0);
  await desk.context().close();
  await phone.context().close();
});
