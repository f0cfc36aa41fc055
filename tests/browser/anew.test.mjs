// A recording that has stopped is begun anew by people; and a session that was broken off goes on in another.
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { OFFICER, scheduleHearing } from "./kit/case.mjs";
import { fourAtTheTable, signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { toldWith } from "./kit/story.mjs";

let server, office, mobile, scene;
const page = {};
const picture = picturesOf("anew", page);
const told = toldWith(picture, () => server, page);

before(async () => {
  server = await startServer();
  scene = await scheduleHearing(server.origin);
  office = await launchChromium();
  mobile = await launchChromium();
  Object.assign(page, await openPages(["presider", office, DESK], ["clerk", office, DESK], ["officer", office, DESK], ["district", mobile, DESK], ["phone", mobile, PHONE]));
});

after(async () => {
  await Promise.allSettled([office?.close(), mobile?.close()]);
  await server?.stop();
});

test("a recording that stopped is begun anew from the board and from the room, and the minutes tell the gap", () => told(async () => {
  const { presider, clerk, officer, phone } = page;
  // A file where the folder of the hearing should be: nothing can be written.
  const inTheWay = join(server.folder, "recordings", scene.hearing.id);
  await writeFile(inTheWay, "");
  await fourAtTheTable(page, server.origin, scene);
  await phone.locator("[data-recording=failed]").first().waitFor({ timeout: 20_000 });
  await clerk.getByText(/【录制中断】.*起录音录像中断/).first().waitFor();
  const alarm = presider.locator("[data-alarm=recording]");
  await alarm.waitFor();
  await readable(presider);

  await signIn(officer, server.origin, OFFICER);
  await officer.goto(`${server.origin}/desk/board`);
  const session = officer.locator("[data-urgency=red]").filter({ hasText: scene.hearing.title });
  await session.locator("[data-do=restart-recording]").click();
  await officer.getByText("已发出。").first().waitFor();
  await readable(officer);
  await picture("stopped");
  await alarm.waitFor(); // the file is still in the way

  await rm(inTheWay);
  // It may have gone on by itself just before: it tries again every second.
  await alarm.locator("[data-do=restart-recording]").click({ timeout: 1_000 }).catch(() => {});
  await alarm.waitFor({ state: "detached", timeout: 20_000 });
  await phone.locator("[data-recording=on]").first().waitFor();
  await clerk.getByText(/【录制中断】.*现已恢复/).first().waitFor();
  assert.equal(await clerk.getByText("起录音录像中断").count(), 0, "the same line, mended");
  await session.locator("[data-do=restart-recording]").waitFor({ state: "detached" });
  await picture("recorded");
}));

test("the next session is linked both ways and hides the name that was hidden", () => told(async () => {
  const { presider, clerk } = page;
  const petitioner = scene.hearing.seats.find((seat) => seat.role === "petitioner").id;
  const masked = await clerk.request.put(`${server.origin}/api/hearings/${scene.hearing.id}/seats/${petitioner}/mask`, {
    data: { masked: true }, headers: { origin: server.origin },
  });
  assert.equal(masked.status(), 200, await masked.text());
  await presider.locator("[data-step=more]").click();
  await presider.locator("[data-step=adjourn]:visible").click();
  await presider.getByRole("dialog").getByRole("textbox").fill("需要重新鉴定，另行续会");
  await presider.getByRole("dialog").getByRole("button", { name: "休会，另行续会" }).click();
  await page.phone.locator("[data-page=ended]").waitFor({ timeout: 20_000 });

  await clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  await clerk.locator("[data-do=continue]").click();
  await clerk.locator("[data-field=continues]").waitFor();
  assert.equal(await clerk.locator("[data-field=continues]").inputValue(), scene.hearing.id);
  await readable(clerk);
  await picture("schedule");
  await clerk.locator("button[type=submit]").click();
  await clerk.locator("[data-link=before]").waitFor({ timeout: 20_000 });
  await clerk.getByText("信访人甲").first().waitFor();
  await picture("next");
  await clerk.locator("[data-link=before] a").click();
  await clerk.locator("[data-link=next]").waitFor();
  await clerk.goto(`${server.origin}/desk/petitions/${scene.hearing.petition}`);
  await clerk.getByText(/续接 TJ/).first().waitFor();
  await picture("timeline");
}));
