// Nobody at the desk hands anything over: a message, the look-up page, a code to the phone, the lobby. And who is away is
// called.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Caller } from "./kit/api.mjs";
import { readable } from "./kit/axe.mjs";
import { DESK, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { CLERK, COUNTER, scheduleHearing } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { toldWith } from "./kit/story.mjs";
import { until } from "./kit/wait.mjs";

const MINUTE_MS = 60_000;

let server, chromium, gateway;
const messages = [];
const page = {};
const picture = picturesOf("wayin", page);
const told = toldWith(picture, () => server, page);

/** The SMS gateway of the house. */
async function startGateway() {
  const listener = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      messages.push(JSON.parse(body));
      response.end("{}");
    });
  });
  await new Promise((done) => listener.listen(0, "127.0.0.1", done));
  return listener;
}

const message = async (claim, wanted) => {
  await until(claim, () => messages.some(wanted), { within: 30_000 });
  return messages.find(wanted).text;
};

before(async () => {
  gateway = await startGateway();
  const { port } = gateway.address();
  const settings = {
    LIANJIE_CHANNELS__SMS_URL: `http://127.0.0.1:${port}/send`,
    LIANJIE_CHANNELS__PLAIN_HOSTS: JSON.stringify([`127.0.0.1:${port}`]),
    LIANJIE_CHANNELS__NETWORKS: JSON.stringify(["127.0.0.0/8"]),
  };
  server = await startServer({ settings });
  chromium = await launchChromium();
  Object.assign(page, await openPages(["officer", chromium, DESK], ["phone", chromium, PHONE]));
});

after(async () => {
  await chromium?.close();
  await server?.stop();
  gateway?.close();
});

test("who is away is called, and comes from the look-up page to the lobby by a code to the phone", () => told(async () => {
  const { officer, phone } = page;
  const scene = await scheduleHearing(server.origin, [], { lasts: 10 * MINUTE_MS });
  const counter = await Caller.signIn(server.origin, COUNTER.username, COUNTER.password);
  const { query_code: code } = await counter.post(`/petitions/${scene.petition.id}/query-code`);

  await signIn(officer, server.origin, CLERK);
  await officer.goto(`${server.origin}/desk/board`);
  const session = officer.locator("[data-urgency]").filter({ hasText: "浏览器测试联合接访" });
  const leg = session.locator("[data-leg=absent]").filter({ has: officer.locator("[data-do=call]") }).first();
  await leg.locator("[data-do=call]").click();
  const call = await message("the phone is called", ({ text }) => text.includes("正在等您"));
  await leg.locator("[data-do=phone]").click();
  await leg.locator("a[href^='tel:']").waitFor();
  await readable(officer);
  await picture("called");

  const way = /https?:\S+/.exec(call)[0];
  await phone.goto(way);
  assert.equal(await phone.getByLabel("编号").first().inputValue(), scene.petition.number, "the message names the petition");
  await phone.getByLabel("查询码").first().fill(code);
  await phone.getByRole("button", { name: "查询", exact: true }).click();
  const part = phone.locator(`[data-hearing="${scene.hearing.number}"] [data-part=way-in]`);
  await part.locator("[data-do=way-in]").click();
  const sent = await message("a code comes", ({ text }) => text.includes("用于入场"));
  await part.getByLabel("六位验证码").fill(/\d{6}/.exec(sent)[0]);
  await readable(phone);
  await picture("code");
  await part.locator("[data-do=enter]").click();
  await phone.getByLabel("我已看过，并且不录音录屏").check();
  await phone.getByRole("button", { name: "下一步：检查设备" }).click();
  await phone.locator("[data-part=arrival]").waitFor();
  await session.locator("[data-leg=waiting]").first().waitFor();
}));
