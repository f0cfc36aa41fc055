// The server is killed in mid-hearing: pages come back by themselves, and no line of minutes is lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, KEEP_PEERS, launchChromium } from "./kit/browsers.mjs";
import { CLERK, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink, write } from "./kit/people.mjs";
import { growth, moving } from "./kit/received.mjs";
import { startServer } from "./kit/server.mjs";
import { until } from "./kit/wait.mjs";

let server, chromium, scene;
const page = {};

before(async () => {
  server = await startServer();
  scene = await scheduleHearing(server.origin);
  chromium = await launchChromium();
  for (const name of ["province", "city", "district", "phone"]) {
    const context = await chromium.newContext({ ...DESK, permissions: ["camera", "microphone"] });
    await context.addInitScript(KEEP_PEERS);
    page[name] = await context.newPage();
  }
  await enterFromDesk(page.province, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(page.city, server.origin, CLERK, scene.hearing.id);
  await joinByLink(page.district, scene.links.district);
  await joinByLink(page.phone, scene.links.phone);
  await admitAllAndStart(page.province);
  await page.city.getByText("开场核身").first().waitFor({ timeout: 20_000 });
});

after(async () => {
  await chromium?.close();
  await server?.stop();
});

test("three kills while the clerk types: every line once, every seat back, no click", async () => {
  const lines = [];
  for (let kill = 1; kill <= 3; kill += 1) {
    for (const when of ["before", "during"]) {
      const line = `第${kill}次断电${when === "before" ? "之前" : "之中"}记下的一句。`;
      lines.push(line);
      if (when === "during") await server.kill();
      await write(page.city, line);
    }
    await server.start();
    for (const [name, one] of Object.entries(page)) {
      await until(`${name} sees others again`, async () => moving(await growth(one, 1000)) >= 2, { within: 60_000 });
    }
  }
  // Between them stand the server's own lines, of what was not recorded meanwhile.
  const written = async () => {
    const { entries } = await scene.desk.get(`/hearings/${scene.hearing.id}/minutes`);
    return entries.map((entry) => entry.text).filter((text) => !text.startsWith("【录制中断】"));
  };
  await until("every line is on record once", async () => (await written()).length === lines.length);
  assert.deepEqual((await written()).sort(), [...lines].sort());
  assert.match(await server.command("verify"), /as it was written/);
});
