// What else comes before a hearing: a request is passed on and turned down, a notice is read and answered, an appointment goes
// into a calendar, and on a reception day numbers are called.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Caller } from "./kit/api.mjs";
import { readable } from "./kit/axe.mjs";
import { DESK, HALL, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { CLERK, COUNTER, PASSWORD, scheduleHearing } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { toldWith } from "./kit/story.mjs";
import { until } from "./kit/wait.mjs";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HEAD = { username: "qlh-head", password: PASSWORD };
const HEAD_ABOVE = { username: "lz-head", password: PASSWORD };

let server, chromium;
const page = {};
const picture = picturesOf("ahead", page);
const told = toldWith(picture, () => server, page);

before(async () => {
  server = await startServer();
  chromium = await launchChromium();
  Object.assign(page, await openPages(
    ["phone", chromium, PHONE], ["head", chromium, DESK], ["above", chromium, DESK], ["clerk", chromium, DESK], ["counter", chromium, DESK], ["wall", chromium, HALL],
  ));
  for (const one of Object.values(page)) one.setDefaultTimeout(20_000);
});

after(async () => {
  await chromium?.close();
  await server?.stop();
});

/** Looks a petition up, as its petitioner does. */
async function lookUp(phone, { number, code }) {
  await phone.goto(`${server.origin}/query`);
  await phone.getByLabel("编号").first().fill(number);
  await phone.getByLabel("查询码").first().fill(code);
  await phone.getByRole("button", { name: "查询", exact: true }).click();
}

/** A decision that says why. */
async function decide(desk, step, reason, to) {
  await desk.locator(`[data-do=${step}]`).click();
  const dialog = desk.getByRole("dialog");
  if (to) {
    await dialog.getByRole("combobox").click();
    await desk.getByRole("option", { name: to, exact: true }).click();
  }
  await dialog.getByRole("textbox", { name: "理由" }).fill(reason);
  await dialog.locator(".el-dialog__footer .el-button--primary").click();
  await dialog.waitFor({ state: "hidden" });
}

test("a request is passed on and then turned down, and the petitioner reads both reasons", () => told(async () => {
  const { phone, head, above } = page;
  const filed = await phone.request.post(`${server.origin}/api/petitions`, {
    headers: { origin: server.origin },
    data: {
      title: "小区供暖温度不达标", text: "小区供暖温度长期不达标，老人受冻，多次反映没有结果，请求检修。", place: "620103002",
      category: "appeal", purpose: "resolution", content_class: "property_management", persons_concerned: 1,
      petitioner: { name: "马某", phone: "13900000009" },
    },
  });
  const { number, query_code: code } = await filed.json();
  await lookUp(phone, { number, code });
  const card = phone.locator("[data-part=request]");
  await card.locator("[data-do=ask]").click();
  await card.locator("textarea").first().fill("请热力公司和住建局当面说明检修时间");
  await card.getByRole("button", { name: "提交申请" }).click();
  await card.locator("[data-state=requested]").waitFor();

  const [why, whyNot] = ["热力公司由市里主管，请市信访局安排", "已与热力公司约定本周检修，检修后仍不达标再安排"];
  const opened = async (desk) => {
    await desk.goto(`${server.origin}/desk/requests`);
    await desk.getByRole("link", { name: "小区供暖温度不达标" }).click();
    await desk.locator("[data-do=examine]").click();
    await desk.locator("[data-do=approve]").waitFor();
  };
  await signIn(head, server.origin, HEAD);
  await opened(head);
  await decide(head, "redirect", why, "兰州市信访局");
  await head.getByText("已转有权机关").first().waitFor();
  await lookUp(phone, { number, code });
  await card.locator("[data-state=redirected]").getByText(why).waitFor();
  await card.locator("[data-state=requested]").getByText("兰州市信访局").waitFor();

  await signIn(above, server.origin, HEAD_ABOVE);
  await opened(above);
  await decide(above, "refuse", whyNot);
  await above.getByText("不予安排").first().waitFor();
  await lookUp(phone, { number, code });
  await card.locator("[data-state=refused]").getByText(whyNot).waitFor();
  await picture("answered");
  for (const one of [phone, head, above]) await readable(one);
}));

/** The lines of a calendar file (RFC 5545): folded ones whole, by name. */
function calendar(file) {
  assert.ok(file.endsWith("\r\n"));
  const whole = file.replace(/\r\n[ \t]/g, "").split("\r\n").slice(0, -1);
  assert.ok(whole.every((one) => /^[A-Z-]+[;:]/.test(one)), file);
  return new Map(whole.map((one) => [one.slice(0, one.search(/[;:]/)), one.slice(one.indexOf(":") + 1)]));
}

const utc = (ms) => new Date(ms).toISOString().replace(/[-:]/g, "").slice(0, 13);

test("a notice is read and answered at home, the desk sees both, and the appointment is in both calendars", () => told(async () => {
  const { phone, clerk } = page;
  const scene = await scheduleHearing(server.origin, [], { startsIn: 3 * HOUR_MS });
  const counter = await Caller.signIn(server.origin, COUNTER.username, COUNTER.password);
  const { query_code: code } = await counter.post(`/petitions/${scene.petition.id}/query-code`);
  const key = { number: scene.petition.number, code };
  const notice = phone.locator(`[data-hearing="${scene.hearing.number}"] [data-part=notice]`);
  await until("the petitioner is told", async () => {
    await lookUp(phone, key);
    await phone.locator(`[data-hearing="${scene.hearing.number}"]`).waitFor();
    return notice.isVisible();
  }, { every: 500 });

  await signIn(clerk, server.origin, CLERK);
  const receipt = clerk.locator("[data-part=notices] tbody tr").filter({ hasText: "信访人" }).first();
  const shows = (word) => until(`the desk sees ${word}`, async () => {
    await clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
    await receipt.waitFor();
    return (await receipt.innerText()).includes(word);
  }, { every: 300 });
  await shows("已读");
  await picture("read");
  await notice.locator("[data-do=come]").click();
  await notice.getByText("确认参加").waitFor();
  await shows("确认到会");
  for (const one of [phone, clerk]) await readable(one);

  const taken = async (who, button) => {
    const [download] = await Promise.all([who.waitForEvent("download"), button.click()]);
    assert.equal(download.suggestedFilename(), `${scene.hearing.number}.ics`);
    return readFile(await download.path(), "utf8");
  };
  const files = [
    await taken(phone, notice.getByRole("button", { name: "加入手机日历" })),
    await taken(clerk, clerk.locator("[data-part=notices] a[download]")),
  ];
  for (const file of files) {
    const lines = calendar(file);
    assert.deepEqual([lines.get("BEGIN"), lines.get("END")], ["VEVENT", "VCALENDAR"]);
    assert.equal(lines.get("SUMMARY"), `接访 ${scene.hearing.number}`);
    assert.ok(lines.get("DTSTART").startsWith(utc(scene.hearing.starts_at)), file);
    assert.ok(lines.get("DTEND").startsWith(utc(scene.hearing.ends_at)), file);
    for (const person of scene.petition.parties) assert.ok(!file.includes(person.name), "names stay out of calendars");
  }
}));

/** A leader receives on the spot today: the day's id. */
async function receptionDay() {
  const head = await Caller.signIn(server.origin, HEAD.username, HEAD.password);
  const { rows } = await head.get(`/staff?search=${encodeURIComponent("蒋某")}`);
  const [now, china] = [Date.now(), 8 * HOUR_MS];
  const midnight = Math.ceil((now + china) / DAY_MS) * DAY_MS - china;
  const day = await head.post("/reception/days", {
    leader: rows[0].id, kind: "on_the_spot", place: "七里河区第一视频接访室", starts_at: now, ends_at: Math.min(now + 2 * HOUR_MS, midnight - 1000),
  });
  await head.post(`/reception/days/${day.id}`, { version: day.version, change: { kind: "publish" } });
  return day.id;
}

test("who walks in draws a number, the frail are called first, and the waiting room's screen shows it", () => told(async () => {
  const { counter, wall } = page;
  const day = await receptionDay();
  await signIn(counter, server.origin, COUNTER);
  await counter.goto(`${server.origin}/desk/reception/${day}/queue`);
  await wall.goto(`${server.origin}/desk/queue-screen/${day}`);
  const draw = async (priority, number) => {
    await counter.getByLabel("优先").selectOption(priority);
    await counter.getByLabel("来访方式").selectOption("walk_in");
    await counter.locator("[data-do=take]").click();
    await counter.locator(`[data-number="${number}"]`).waitFor();
  };
  await draw("none", 1);
  await draw("none", 2);
  await draw("elderly", 3);
  await wall.locator(".numbers").getByText("3", { exact: true }).waitFor();
  await counter.locator("[data-field=window]").fill("1号窗口");
  const next = counter.locator("[data-do=next]");
  const calls = async (number) => {
    assert.match(await next.innerText(), new RegExp(`（${number} 号）`));
    await next.click();
    await counter.locator(`[data-number="${number}"]`).getByText("已叫号").waitFor();
    await wall.locator(".calling .call").filter({ hasText: "1号窗口" }).getByText(String(number), { exact: true }).waitFor();
  };
  await calls(3);
  await counter.locator('[data-number="3"] [data-do=serve]').click();
  await calls(1);
  await wall.locator(".rest .line").getByText("3", { exact: true }).waitFor();
  assert.equal((await wall.locator(".numbers").innerText()).trim(), "2");
  await picture("called");
  for (const one of [counter, wall]) await readable(one);
}));
