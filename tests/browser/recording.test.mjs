// What a hearing leaves behind: files that play while they are written, after a kill, and in the player.
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DESK, launchChromium, openPages, PHONE } from "./kit/browsers.mjs";
import { CLERK, PASSWORD, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { readable } from "./kit/axe.mjs";
import { admitAllAndStart, closeUnsigned, enterFromDesk, joinByLink, signIn, write } from "./kit/people.mjs";
import { documented } from "./kit/pictures.mjs";
import { playsFromLine } from "./kit/player.mjs";
import { startServer } from "./kit/server.mjs";
import { until } from "./kit/wait.mjs";

let server, browser, scene;
const page = {};
const LINE = "物业公司承诺三日内公开近三年收支账目。";

before(async () => {
  server = await startServer();
  scene = await scheduleHearing(server.origin);
  browser = await launchChromium();
  Object.assign(page, await openPages(["province", browser, DESK], ["city", browser, DESK], ["district", browser, DESK], ["phone", browser, PHONE]));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const folder = () => join(server.folder, "recordings", scene.hearing.id);
const files = async (ending) => (await readdir(folder()).catch(() => [])).filter((name) => name.endsWith(ending));
/** Waits until a page says so of the recording. */
const shows = (name, state) => until(`${name} reads that the recording is ${state}`, async () => {
  const shown = page[name].locator("[data-recording]").first();
  return (await shown.isVisible()) && (await shown.getAttribute("data-recording")) === state;
}, { within: 90_000 });

/** Plays bytes in Chromium for a moment; how far it came, and what it decoded. */
async function play(one, bytes, type) {
  return one.evaluate(async ([base64, type]) => {
    const raw = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const video = document.createElement("video");
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([raw], { type }));
    document.body.append(video);
    await video.play();
    await new Promise((done) => setTimeout(done, 2000));
    const { currentTime, videoWidth } = video;
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    const sound = video.webkitAudioDecodedByteCount;
    video.remove();
    return { currentTime, videoWidth, frames, sound };
  }, [bytes.toString("base64"), type]);
}

test("everybody sees that the session is recorded", async () => {
  await enterFromDesk(page.province, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(page.city, server.origin, CLERK, scene.hearing.id);
  await joinByLink(page.district, scene.links.district);
  await joinByLink(page.phone, scene.links.phone);
  await admitAllAndStart(page.province);
  for (const name of Object.keys(page)) await shows(name, "on");
  await page.phone.getByText("录音录像中").first().waitFor();
  await until("eight files are written", async () => (await files(".part")).length === 8, { within: 60_000 });
  await new Promise((done) => setTimeout(done, 10_000)); // what is before the line is played with it
  await write(page.city, LINE);
  await new Promise((done) => setTimeout(done, 4_000));
});

test("a file that is still being written plays as it is", async () => {
  const blank = await (await browser.newContext()).newPage();
  for (const [kind, type] of [["camera", "video/webm"], ["microphone", "audio/webm"]]) {
    const name = (await files(".part")).find((one) => one.includes(`.${kind}.`));
    const got = await play(blank, await readFile(join(folder(), name)), type);
    assert.ok(got.currentTime > 1, `${kind} went on: ${JSON.stringify(got)}`);
    if (kind === "camera") assert.ok(got.frames > 10 && got.videoWidth > 100, JSON.stringify(got));
    else assert.ok(got.sound > 0, JSON.stringify(got));
  }
});

test("after a kill the files are made whole, and the session is recorded again", async () => {
  const before = (await files(".part")).length;
  await server.kill();
  await server.start();
  await until("what was left is finished", async () => (await files(".webm")).length >= before, { within: 30_000 });
  for (const name of Object.keys(page)) await shows(name, "on");
  await until("it is written again", async () => (await files(".part")).length >= 8, { within: 60_000 });
  await page.province.getByText(/【录制中断】.*恢复/).first().waitFor({ timeout: 20_000 });
  await new Promise((done) => setTimeout(done, 5000));
});

test("the clerk listens to it, every seat in step, from a line of the minutes", async () => {
  for (const key of ["下一环节：陈述", "下一环节：核对笔录", "核对笔录"]) {
    await page.province.getByRole("button", { name: key, exact: true }).click();
  }
  await until("all is whole", async () => (await files(".part")).length === 0 && (await files(".webm")).length >= 16);
  const one = page.city;
  await one.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  await one.getByRole("link", { name: "录音录像" }).click();
  await one.locator("[data-page=recording] figure").nth(3).waitFor();
  await one.getByRole("button", { name: "播放" }).click();
  const playing = () => one.evaluate(() => {
    const all = [...document.querySelectorAll("[data-page=recording] video, [data-page=recording] audio")];
    const live = all.filter((e) => !e.paused);
    return {
      all: all.length,
      times: live.map((e) => e.currentTime),
      frames: live.filter((e) => e.tagName === "VIDEO").map((e) => e.getVideoPlaybackQuality().totalVideoFrames),
      broken: all.filter((e) => e.error).length,
    };
  });
  await until("four pictures and four sounds play", async () => {
    const now = await playing();
    return now.times.length === 8 && Math.min(...now.times) > 3 && now.frames.every((n) => n > 10) && now.broken === 0;
  }, { within: 60_000 });
  await playsFromLine(one, scene.hearing.id, LINE, 8);
  assert.ok((await one.locator(".entries .now").count()) <= 1);
  const chapters = await one.locator("[data-chapter]").evaluateAll((all) => all.map((each) => each.dataset.chapter));
  assert.deepEqual(chapters, ["opening", "statement", "read_back"], "phases in order, the one before the kill not twice");
  await one.locator("[data-do=play]").click(); // at rest: the phase is short, and what plays leaves it
  await one.locator("[data-chapter=statement]").click();
  await one.locator("[data-chapter=statement][aria-current]").waitFor();
  assert.equal(await one.locator("[data-lane][tabindex='0']").count(), 4, "a lane for each seat, reached by the keyboard");
  await one.evaluate(() => scrollTo(0, 0));
  await one.screenshot({ path: "test-results/recording.png" });
  await documented(one, "recording");

  const timeline = await scene.desk.timeline(scene.petition.id);
  const events = timeline.filter((event) => event.kind.startsWith("hearing.recording"));
  const count = (kind) => events.filter((event) => event.kind === `hearing.recording_${kind}`).length;
  assert.equal(count("started"), 1);
  assert.ok(count("resumed") >= 1 && count("stopped") === 1 && count("played") === 1, JSON.stringify(events.map((e) => e.kind)));
  assert.ok(events.some((event) => event.details.interrupted === "yes"), "what the kill broke off says so");
  assert.match(await server.command("verify"), /as it was written/);
});

test("when it is closed, the archivist seals it, and takes a film of it along", async () => {
  await page.province.locator("[data-step=start_signing]").click();
  await closeUnsigned(page.province, "本次只看录音录像");
  const stage = async () => (await scene.desk.get(`/hearings/${scene.hearing.id}`)).stage.stage;
  await until("it is closed", async () => (await stage()) === "closed");
  const one = await (await browser.newContext({ ...DESK, acceptDownloads: true })).newPage();
  await signIn(one, server.origin, { username: "lz-archivist", password: PASSWORD });
  await one.goto(`${server.origin}/desk/hearings/${scene.hearing.id}/recording`);
  const decide = async (key, label) => {
    await one.locator(`[data-do=${key}]`).click();
    const dialog = one.getByRole("dialog");
    await dialog.getByLabel("理由（5 至 500 字）").fill("复查机关来函调阅");
    await dialog.getByRole("button", { name: label, exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
  };
  await decide("seal", "封存");
  await one.getByText("已封存，不能播放和导出").waitFor();
  assert.equal(await one.locator("[data-do=export]").count(), 0);
  await decide("unseal", "解除封存");
  await decide("export", "导出影片");
  await one.locator("[data-state=done]").waitFor({ timeout: 120_000 });
  await readable(one);
  await one.screenshot({ path: "test-results/recording-film.png" });
  const [download] = await Promise.all([one.waitForEvent("download"), one.getByRole("link", { name: /取走影片/ }).click()]);
  const film = await readFile(await download.path());
  await writeFile("test-results/recording-film.mp4", film);
  assert.equal(film.subarray(4, 8).toString(), "ftyp", "an MP4");
  assert.ok(film.length > 100_000, `${film.length} bytes`);
});
