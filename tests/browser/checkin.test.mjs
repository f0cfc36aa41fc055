// Before anybody is at the table: a test days before, who somebody is, the officer's board, the leader's desk.
import { after, before, test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { CLERK, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { enterFromDesk, joinByLink, signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { toldWith } from "./kit/story.mjs";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A test says after at most so long what it came to. */
const TESTED = { timeout: 40_000 };

let server, chromium;
const page = {};
const picture = picturesOf("checkin", page);
const told = toldWith(picture, () => server, page);

before(async () => {
  server = await startServer({ identity: true });
  chromium = await launchChromium();
  Object.assign(page, await openPages(["presider", chromium, DESK], ["clerk", chromium, DESK], ["phone", chromium, PHONE]));
});

after(async () => {
  await chromium?.close();
  await server?.stop();
});

test("a device is tested the day before, and the link still opens", () => told(async () => {
  const scene = await scheduleHearing(server.origin, [], { startsIn: DAY_MS });
  await page.phone.goto(scene.links.phone);
  await page.phone.getByRole("button", { name: "确认入场" }).click();
  await page.phone.locator("[data-do=trial]").click();
  await page.phone.locator("[data-part=trial] [data-test=ok]").waitFor(TESTED);
  await readable(page.phone);
  await picture("trial");

  await signIn(page.clerk, server.origin, CLERK);
  await page.clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  await page.clerk.locator("[data-part=check-in]").getByText("自测 良好").waitFor();
  // The official's own seat is tested by the same part, before its door opens.
  await page.clerk.locator("[data-do=trial]").click();
  await page.clerk.locator("[data-part=trial] [data-test=ok]").waitFor(TESTED);
  await readable(page.clerk);
  await page.clerk.locator("[data-part=check-in] li").filter({ hasText: "自测 良好" }).nth(1).waitFor();
  await page.phone.reload();
  await page.phone.locator("[data-do=trial]").or(page.phone.getByRole("button", { name: "确认入场" })).first().waitFor();
}));

test("nobody unknown comes in: a photo is shown, the clerk confirms, the officer calls, the presider admits", () => told(async () => {
  const scene = await scheduleHearing(server.origin, [], { lasts: 10 * MINUTE_MS });
  const { phone, clerk, presider } = page;
  const card = await phone.screenshot({ type: "png" });
  await joinByLink(phone, scene.links.phone);
  const arrival = phone.locator("[data-part=arrival]");
  await arrival.locator("[data-state=checking_in]").waitFor();
  await arrival.getByLabel("您使用的语言").selectOption("tibetan");
  await arrival.getByLabel("我需要翻译").check();
  await arrival.locator("[data-do=photo]").setInputFiles({ name: "card.png", mimeType: "image/png", buffer: card });
  await arrival.getByText("照片已送达").waitFor();
  await phone.locator("[data-check=connection] >> text=连接正常").waitFor({ timeout: 20_000 }).catch(() => {});
  await arrival.locator("[data-do=self-test]").click();
  await arrival.locator("[data-test]").waitFor(TESTED);
  await readable(phone);
  await picture("arrival");

  await enterFromDesk(presider, server.origin, PRESIDER, scene.hearing.id);
  const waiting = presider.locator(`[data-admit="${scene.seat("petitioner")}"]`);
  await waiting.click();
  const unknown = presider.getByRole("dialog");
  await unknown.getByText("尚未核验身份").waitFor();
  await picture("unknown");
  await presider.keyboard.press("Escape");
  await unknown.waitFor({ state: "detached" });

  await clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  const row = clerk.locator("[data-part=check-in] li").filter({ hasText: "藏语" });
  await row.getByText("需要翻译").waitFor();
  await row.getByText("看证件照片").waitFor();
  await readable(clerk);
  await row.locator("[data-identity=photo]").click();
  await row.locator("[data-do=take-back]").waitFor(); // until then two keys say 照片核验
  await row.getByText("照片核验").waitFor();
  await arrival.locator("[data-state=waiting]").waitFor();
  await picture("confirmed");

  await row.locator("[data-reseat=interpreter]").click();
  const seating = clerk.getByRole("dialog").filter({ hasText: "增加席位" });
  await seating.getByText("藏语").waitFor();
  await seating.getByRole("textbox", { name: "单位", exact: true }).fill("某译社");
  await seating.getByRole("textbox", { name: "姓名", exact: true }).fill("翻译员");
  await readable(clerk);
  await picture("interpreter");
  await seating.locator("[data-do=reseat]").click();
  await clerk.getByRole("rowheader", { name: "某译社 · 翻译员" }).waitFor();
  await seating.waitFor({ state: "detached" });

  await clerk.goto(`${server.origin}/desk/board`);
  const session = clerk.locator("[data-urgency]").filter({ hasText: "浏览器测试联合接访" });
  const leg = session.locator("[data-leg=waiting]").filter({ has: clerk.getByRole("button", { name: /^呼叫/ }) }).first();
  await leg.getByRole("button", { name: /^呼叫/ }).click();
  await phone.getByText("工作人员正在呼叫您").waitFor();
  await session.getByRole("button", { name: "通知全场" }).click();
  await clerk.getByRole("dialog").getByRole("textbox").fill("十分钟后开始");
  await clerk.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await phone.getByText("十分钟后开始").waitFor();
  await readable(clerk);
  await picture("board");

  await waiting.click();
  await phone.locator("[data-part=arrival]").waitFor({ state: "detached", timeout: 20_000 });
  await presider.goto(`${server.origin}/desk/leader`);
  await presider.getByRole("link", { name: "浏览器测试联合接访" }).first().waitFor();
  await readable(presider);
  await picture("leader");
}));

test("with large type the page is read aloud and has one big key for what comes next", () => told(async () => {
  const scene = await scheduleHearing(server.origin, [], { startsIn: 15 * MINUTE_MS });
  const { phone } = page;
  await phone.goto(scene.links.phone);
  await phone.evaluate(() => localStorage.setItem("lj.big", "1"));
  await phone.reload();
  const next = phone.locator("[data-part=elder] [data-do=next-step]");
  for (const words of ["确认入场", "我已看过", "下一步"]) {
    await next.filter({ hasText: words }).waitFor();
    if (words === "我已看过") await readable(phone);
    await picture(`elder-${words}`);
    await next.click();
  }
  await phone.locator("[data-part=arrival]").waitFor();
  await phone.evaluate(() => localStorage.removeItem("lj.big"));
}));
