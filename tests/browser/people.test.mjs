// The page of each kind of people, at the size they have it: for the guide (docs/people.md), and readable by machine.
import { after, before, test } from "node:test";
import { fits, readable } from "./kit/axe.mjs";
import { DESK, HALL, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { cameraFlag } from "./kit/camera.mjs";
import { CLERK, HOUSING, OFFICER, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink, signIn, write } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { toldWith } from "./kit/story.mjs";

const TALL = { ...PHONE, viewport: { width: 390, height: 844 } };

let server, office, mobile, scene;
const page = {};

before(async () => {
  server = await startServer();
  scene = await scheduleHearing(server.origin, ({ official }) => [{ role: "agency_rep", occupant: official(HOUSING), mandatory: true }], {
    title: "西湖街道66户业主联合接访",
  });
  office = await launchChromium({ flags: [await cameraFlag(190)] });
  mobile = await launchChromium({ flags: [await cameraFlag(160)] });
  Object.assign(page, await openPages(
    ["presider", office, DESK], ["clerk", office, DESK], ["agency", office, DESK], ["officer", office, DESK], ["leader", office, DESK],
    ["hall", mobile, HALL], ["phone", mobile, TALL], ["elder", mobile, TALL],
  ));
});

after(async () => {
  await Promise.allSettled([office?.close(), mobile?.close()]);
  await server?.stop();
});

const picture = picturesOf("people", page, {
  "pages-agency": "people-agency", "pages-officer": "people-board", "pages-hall": "people-hall", "pages-phone": "people-phone", "pages-elder": "people-elder",
  "promised-leader": "people-leader", "english-phone": "people-phone-en",
});
const told = toldWith(picture, () => server, page);

/** Pages of the old person at 30 px: nothing is cut off, nothing is wrong. */
async function inLargestType(one) {
  await one.locator("[data-do=size]").click();
  await one.locator("html.huge").waitFor({ state: "attached" });
  for (const path of ["file", "query", "join", ""]) {
    await one.goto(`${server.origin}/${path}`);
    await one.locator("main h1").waitFor();
    await fits(one);
    await readable(one);
  }
}

/** By the button where the page has one, which a room lies over; else as if it was chosen before. */
async function inEnglish(one) {
  const choice = one.locator(".switches button[lang=en]").first();
  if (await choice.isVisible()) await choice.dispatchEvent("click");
  else {
    await one.evaluate(() => localStorage.setItem("lj.lang", "en"));
    await one.reload();
  }
  await one.locator("html[lang=en]").waitFor({ state: "attached" });
}

test("leader, officer, agency, an old person, a phone and a wall have each their page", () => told(async () => {
  const { presider, clerk, agency, officer, leader, hall, phone, elder } = page;
  await enterFromDesk(presider, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(clerk, server.origin, CLERK, scene.hearing.id);
  await enterFromDesk(agency, server.origin, HOUSING, scene.hearing.id);
  await hall.goto(scene.links.district.replace("/join#", "/hall#"));
  await hall.locator("[data-do=enter]").click();
  await joinByLink(phone, scene.links.phone);
  await admitAllAndStart(presider);
  await hall.locator("[data-page=hall]").waitFor({ timeout: 20_000 });
  await phone.locator("[data-page=room]").waitFor({ timeout: 20_000 });
  await write(clerk, "住建局表示十五日内督促公示账目。");
  await clerk.locator("[data-panel=papers]").click();
  const form = clerk.locator("[data-part=item-form]");
  await form.getByLabel("请哪个单位办").selectOption({ label: await form.getByRole("option", { name: /住房和城乡建设局/ }).first().innerText() });
  await form.getByLabel("出自笔录").selectOption({ index: 1 });
  await form.getByLabel("办什么").fill("督促物业公司公示三年公共收益账目");
  await form.locator("[data-do=propose-item]").click();
  await agency.locator("[data-panel=papers]").click();
  await agency.locator("[data-do=accept-item]").waitFor();

  await signIn(officer, server.origin, OFFICER);
  await officer.goto(`${server.origin}/desk/board`);
  await officer.locator("[data-leg=seated]").first().waitFor();
  await signIn(leader, server.origin, PRESIDER);
  await leader.goto(`${server.origin}/desk/leader`);
  await leader.getByText("西湖街道66户业主联合接访").first().waitFor();
  await elder.goto(server.origin);
  await elder.getByRole("button", { name: "大字" }).first().click();
  await elder.locator("[data-part=elder]").waitFor();
  await picture("pages");
  await agency.locator("[data-do=accept-item]").click();
  await leader.getByText("督促物业公司公示三年公共收益账目").first().waitFor({ timeout: 30_000 });
  await picture("promised");
  const all = [agency, officer, leader, hall, phone, elder];
  for (const one of all) await readable(one);
  await inLargestType(elder);
  for (const one of all) {
    await inEnglish(one);
    await readable(one);
  }
  await fits(elder);
  await picture("english");
}));
