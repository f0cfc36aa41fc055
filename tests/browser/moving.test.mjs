// Who waits at the wrong door is sent to the right one by the officer, and the page follows by itself.
import { after, before, test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { CLERK, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { enterFromDesk, joinByLink, signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { toldWith } from "./kit/story.mjs";

const MINUTE_MS = 60_000;

let server, chromium;
const page = {};
const picture = picturesOf("moving", page);
const told = toldWith(picture, () => server, page);

before(async () => {
  server = await startServer();
  chromium = await launchChromium();
  Object.assign(page, await openPages(["officer", chromium, DESK], ["presider", chromium, DESK], ["phone", chromium, PHONE]));
});

after(async () => {
  await chromium?.close();
  await server?.stop();
});

test("from the board a phone and a desk go to the session they belong to", () => told(async () => {
  const { officer, presider, phone } = page;
  const lasts = 10 * MINUTE_MS;
  const first = await scheduleHearing(server.origin, [], { title: "上午第一场接访", lasts });
  const second = await scheduleHearing(server.origin, [], { title: "上午第二场接访", startsIn: 15 * MINUTE_MS, lasts });
  await joinByLink(phone, first.links.phone);
  await enterFromDesk(presider, server.origin, PRESIDER, first.hearing.id);

  await signIn(officer, server.origin, CLERK);
  await officer.goto(`${server.origin}/desk/board`);
  const session = (title) => officer.locator("[data-urgency]").filter({ hasText: title });
  const send = async (who) => {
    const leg = session("上午第一场接访").locator("[data-leg=waiting], [data-leg=seated]").filter({ hasText: who });
    await leg.locator("[data-do=move]").click();
    await officer.locator(`[data-to="${second.hearing.id}"]:visible`).click();
  };
  const arrived = (who) => session("上午第二场接访").locator("[data-leg=waiting], [data-leg=seated]").filter({ hasText: who }).waitFor();

  await send("信访人");
  await phone.getByText("上午第二场接访").waitFor();
  await picture("sent");
  await phone.getByLabel("我已看过，并且不录音录屏").check();
  await phone.getByRole("button", { name: "下一步：检查设备" }).click();
  await arrived("信访人");

  await send("主持人");
  await presider.waitForURL(`**/desk/hearings/${second.hearing.id}/room`);
  await presider.getByRole("button", { name: "入席", exact: true }).click();
  await arrived("主持人");
  await readable(officer);
  await picture("moved");
}));
