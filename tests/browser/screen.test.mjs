// A reception room's television: paired once by the code it shows, one key for each hearing, and waiting again after it.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Caller } from "./kit/api.mjs";
import { readable } from "./kit/axe.mjs";
import { DESK, HALL, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { cameraFlag } from "./kit/camera.mjs";
import { CLERK, COUNTER, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink, signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { stepsWith } from "./kit/story.mjs";

const MINUTE_MS = 60_000;

let server, office, mobile, scene;
const page = {};

before(async () => {
  server = await startServer();
  office = await launchChromium({ flags: [await cameraFlag(190)] });
  mobile = await launchChromium({ flags: [await cameraFlag(160)] });
  Object.assign(page, await openPages(
    ["counter", office, DESK], ["presider", office, DESK], ["clerk", office, DESK], ["wall", mobile, HALL], ["phone", mobile, PHONE],
  ));
  for (const one of Object.values(page)) one.setDefaultTimeout(20_000);
});

after(async () => {
  await Promise.allSettled([office?.close(), mobile?.close()]);
  await server?.stop();
});

const picture = picturesOf("screen", page, { "open-wall": "people-screen" });
const story = stepsWith(picture, () => server, page);

story("a television is paired by the code it shows", async () => {
  const { counter, wall } = page;
  await wall.goto(`${server.origin}/screen`);
  const code = (await wall.locator("[data-part=code]").innerText()).replace(/\D/g, "");
  await signIn(counter, server.origin, COUNTER);
  await counter.goto(`${server.origin}/desk/schedules`);
  await counter.locator("[data-part=own-screens] [data-do=screens]").filter({ hasText: "第一" }).click();
  const dialog = counter.locator("[data-part=room-screens]");
  await dialog.getByLabel("配对码").fill(`${code.slice(0, 4)} ${code.slice(4)}`);
  await dialog.getByLabel("叫法").fill("东墙电视");
  await picture("pairing");
  for (const one of [counter, wall]) await readable(one);
  await dialog.locator("[data-do=pair]").click();
  await dialog.locator("[data-part=screen]").getByText("东墙电视").waitFor();
  await wall.locator("[data-page=screen]").getByText("七里河区第一视频接访室").waitFor();
  await wall.getByText("还没有安排接访").waitFor();
});

story("between hearings it tells number and time of the next, and no more", async () => {
  const { wall } = page;
  const later = await scheduleHearing(server.origin, [], { startsIn: 60 * MINUTE_MS, lasts: 10 * MINUTE_MS });
  await wall.locator("[data-part=next]").getByText(later.hearing.number).waitFor();
  assert.equal(await wall.locator("[data-do=join]").count(), 0);
  const said = await wall.locator("[data-page=screen]").innerText();
  for (const secret of [later.petition.title, ...later.petition.parties.map((one) => one.name)]) {
    assert.ok(!said.includes(secret), `${secret} on the wall`);
  }
  await picture("waiting");
  await readable(wall);
});

story("one key of the remote control joins the room's own seat", async () => {
  const { clerk, phone, presider, wall } = page;
  scene = await scheduleHearing(server.origin, [], { lasts: 30 * MINUTE_MS });
  const key = wall.locator("[data-do=join]");
  await key.getByText(scene.hearing.number).waitFor();
  await picture("open");
  await readable(wall);
  assert.equal(await key.evaluate((one) => one === document.activeElement), true);
  await wall.keyboard.press("Enter");
  await wall.waitForURL("**/hall");
  await enterFromDesk(presider, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(clerk, server.origin, CLERK, scene.hearing.id);
  await joinByLink(phone, scene.links.phone);
  await admitAllAndStart(presider);
  await wall.locator("[data-page=hall]").waitFor();
  await picture("joined");
  const log = await scene.desk.timeline(scene.petition.id);
  const issued = log.filter((one) => one.kind === "hearing.link_issued" && one.details.screen);
  assert.equal(issued.length, 1);
});

story("after a power cut one key is enough again", async () => {
  const { wall } = page;
  await wall.goto("about:blank");
  await wall.goto(`${server.origin}/screen`);
  await wall.locator("[data-do=join]").getByText(scene.hearing.number).waitFor();
  await wall.keyboard.press("Enter");
  await wall.locator("[data-page=hall]").waitFor();
});

story("after the hearing it waits for the next by itself", async () => {
  const { wall } = page;
  const presider = await Caller.signIn(server.origin, PRESIDER.username, PRESIDER.password);
  const path = `/hearings/${scene.hearing.id}`;
  const { tag } = await presider.get(path);
  await presider.post(`${path}/adjourn`, { reason: "信访人身体不适，改日继续" }, { "if-match": `"${tag}"` });
  await wall.locator("[data-page=ended]").waitFor();
  await wall.locator("[data-page=screen]").waitFor();
  assert.equal(await wall.locator("[data-do=join]").count(), 0);
});

story("revoked with a reason it says so, and opens nothing", async () => {
  const { counter, wall } = page;
  await counter.locator("[data-part=screen] [data-do=revoke]").click();
  await counter.getByPlaceholder("5 至 500 字").fill("电视机搬到别的房间");
  await counter.getByRole("dialog").last().locator("[data-do=submit]").click();
  await wall.locator("[data-part=revoked]").waitFor();
  await readable(wall);
  await picture("revoked");
});
