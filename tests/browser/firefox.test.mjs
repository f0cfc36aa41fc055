// The same hearing with a Firefox among the Chromiums: other code, other SDP, the same relay.
import { after, before, test } from "node:test";
import { DESK, KEEP_PEERS, launchChromium, launchFirefox } from "./kit/browsers.mjs";
import { CLERK, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { PhoneNetwork } from "./kit/network.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink, write } from "./kit/people.mjs";
import { growth, moving, sounding } from "./kit/received.mjs";
import { startServer } from "./kit/server.mjs";
import { playsFromLine } from "./kit/player.mjs";
import { until } from "./kit/wait.mjs";

const LINE = "街道办将每周回访一次。";
let network, server, chromium, firefox, scene;
const page = {};

before(async () => {
  // Firefox does no ICE with loopback: media need another address of this host.
  network = new PhoneNetwork();
  server = await startServer({ addresses: [network.host] });
  scene = await scheduleHearing(server.origin);
  [chromium, firefox] = [await launchChromium(), await launchFirefox()];
  for (const name of ["province", "city", "phone"]) {
    const context = await chromium.newContext({ ...DESK, permissions: ["camera", "microphone"] });
    await context.addInitScript(KEEP_PEERS);
    page[name] = await context.newPage();
  }
  page.district = await firefox.newPage();
  await page.district.evaluateOnNewDocument(KEEP_PEERS);
});

after(async () => {
  await Promise.allSettled([chromium?.close(), firefox?.close()]);
  await server?.stop();
  network?.remove();
});

/** As `joinByLink`, by the other driver. */
async function joinInFirefox(one, link) {
  await one.goto(link);
  const press = (what, words) =>
    until(`"${words}" can be pressed`, () => one.evaluate((selector, text) => {
      const found = [...document.querySelectorAll(selector)].find((e) => e.innerText.includes(text));
      if (!found || found.disabled) return false;
      found.click();
      return true;
    }, what, words));
  await press("button", "确认入场");
  await press("label", "我已看过，并且不录音录屏");
  await press("button", "下一步：检查设备");
}

test("a room on Firefox sees and hears all others, and they it", async () => {
  await enterFromDesk(page.province, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(page.city, server.origin, CLERK, scene.hearing.id);
  await joinByLink(page.phone, scene.links.phone);
  await joinInFirefox(page.district, scene.links.district);
  await admitAllAndStart(page.province);
  for (const [name, one] of Object.entries(page)) {
    await until(`${name} sees and hears three others`, async () => {
      const rows = await growth(one);
      return moving(rows) >= 3 && sounding(rows) >= 3;
    }, { within: 60_000 });
  }
});

test("the clerk's lines and the presider's mute reach it", async () => {
  await write(page.city, LINE);
  await until("the line is on the page", () => page.district.evaluate((text) => document.body.innerText.includes(text), LINE));
  await page.province.getByRole("button", { name: "全体静音", exact: true }).click();
  await until("only the presider's voice arrives", async () => {
    return (await growth(page.district)).filter((row) => row.kind === "audio" && row.packets > 0).length === 1;
  });
});

test("its player plays the finished recording, every seat in step", async () => {
  for (const key of ["下一环节：陈述", "下一环节：核对笔录", "核对笔录"]) {
    await page.province.getByRole("button", { name: key, exact: true }).click();
  }
  const one = await firefox.newPage();
  await one.goto(`${server.origin}/desk/`);
  const { username, password } = CLERK;
  const signedIn = (body) => fetch("/api/session", { method: "POST", headers: { "content-type": "application/json" }, body }).then((answer) => answer.ok);
  await until("the clerk is signed in", () => one.evaluate(signedIn, JSON.stringify({ username, password })));
  await until("all four seats are whole and play", async () => {
    await one.goto(`${server.origin}/desk/hearings/${scene.hearing.id}/recording`);
    await one.waitForSelector("[data-do=play]", { timeout: 5000 }).catch(() => null);
    return one.evaluate(() => document.querySelectorAll("[data-page=recording] video").length >= 4);
  }, { within: 60_000, every: 1000 });
  await one.click("[data-do=play]");
  // A machine without a loudspeaker has sounds decoded and cannot let them be heard.
  await until("Firefox decodes four pictures and four sounds", () => one.evaluate(() => {
    const all = [...document.querySelectorAll("[data-page=recording] video, [data-page=recording] audio")];
    const live = all.filter((e) => !e.paused && e.currentTime > 2);
    const pictures = live.filter((e) => e.videoWidth > 0 && e.getVideoPlaybackQuality().totalVideoFrames > 10);
    return live.length >= 8 && pictures.length >= 4 && all.every((e) => !e.error || e.error.message.includes("OnMediaSinkAudioError"));
  }), { within: 60_000 });
  await playsFromLine(one, scene.hearing.id, LINE, 4);
});
