// A phone on a bad line. The whole table of bad lines is matrix.mjs; this is what every change must keep.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { ImpairedHearing, OTHERS } from "./kit/impaired.mjs";
import { alive, summary, watch } from "./kit/quality.mjs";

const anything = (look) => alive(look, { voices: 1, pictures: 0 });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let hearing;

before(async () => (hearing = await ImpairedHearing.open()));
after(() => hearing?.close());

test("at ten per cent loss the phone still hears and sees", async () => {
  await hearing.network.set({ loss: { random: 0.1 }, delay_ms: 30 });
  const heard = summary(await watch(hearing.page.phone, 8000));
  console.log(`# ${JSON.stringify(heard)}`);
  assert.equal(heard.voices, OTHERS.voices);
  assert.equal(heard.pictures, OTHERS.pictures);
  assert.ok(heard.concealed < 0.15, `${heard.concealed} of the sound is made up: more than is lost`);
  assert.ok(heard.fps > 5, `${heard.fps} pictures a second`);
  await hearing.network.set({});
});

test("after five seconds without network the phone is back without a click", async () => {
  await hearing.network.blackOut(5000);
  const dark = await watch(hearing.page.phone, 4000);
  const inside = dark.filter((look) => look.at > 1500 && look.at < 4800);
  assert.ok(!inside.some((look) => alive(look, OTHERS)), "something came through");
  const after = await watch(hearing.page.phone, 20_000, { every: 250, enough: (look) => alive(look, OTHERS) });
  assert.ok(alive(after.at(-1), OTHERS), "the phone hears and sees the others again");
  console.log(`# back ${after.at(-1).at - 1000} ms after the network`);
});

test("a phone that goes from Wi-Fi to 4G hears and sees again within seconds, without a click", async () => {
  await hearing.settled();
  await hearing.network.switchTo("4g");
  const began = Date.now();
  // What was on its way, and a second in which nothing may come: then everything, by the new address.
  const looks = await watch(hearing.page.phone, 20_000, { every: 250, enough: (look) => look.at > 1500 && alive(look, OTHERS) });
  assert.ok(alive(looks.at(-1), OTHERS), "the phone hears and sees the others again");
  const took = Date.now() - began;
  console.log(`# whole again ${took} ms after the change`);
  assert.ok(took < 10_000, `${took} ms`);
  await hearing.settled();
});

test("on a line that bears no pictures the page says so, and the sound goes on", async () => {
  await hearing.network.set({ rate_kbit: 60, delay_ms: 20 });
  const said = hearing.page.phone.locator(".line [data-pictures]");
  await said.filter({ hasText: "画面" }).waitFor({ timeout: 45_000 });
  const heard = summary(await watch(hearing.page.phone, 8000));
  console.log(`# ${await said.innerText()} ${JSON.stringify(heard)}`);
  assert.ok(heard.at_a_time >= 0.8, `${heard.at_a_time} voices at a time`);
});

/** How long a page takes from being loaded again to the first voice. */
async function comesIn(phone) {
  const began = Date.now();
  await phone.reload({ waitUntil: "commit" });
  const looks = await watch(phone, 20_000, { every: 100, enough: anything });
  assert.ok(anything(looks.at(-1)), "it hears");
  return Date.now() - began;
}

test("over a line of 300 ms each way a page that is loaded again hears within five round trips", async () => {
  const { phone } = hearing.page;
  await hearing.network.set({});
  await hearing.settled();
  const machine = await comesIn(phone); // what is not the line's
  await hearing.settled();
  await hearing.network.set({ delay_ms: 300, jitter_ms: 50 });
  const took = await comesIn(phone);
  console.log(`# heard after ${took} ms, without the line ${machine} ms`);
  // Two more than it takes, for a busy machine; it took twelve.
  assert.ok(took - machine < 7 * 600, `${took} ms, ${machine} of them this machine's`);
  await hearing.network.set({});
  await hearing.settled();
});

// FROZEN=600 is what a phone in a pocket may take.
const FROZEN_MS = Number(process.env.FROZEN ?? 12) * 1000;

test("a page that was frozen keeps its seat and is back within three seconds", async () => {
  const { phone } = hearing.page;
  const tools = await phone.context().newCDPSession(phone);
  await tools.send("Page.setWebLifecycleState", { state: "frozen" });
  await pause(FROZEN_MS);
  await tools.send("Page.setWebLifecycleState", { state: "active" });
  const began = Date.now();
  const looks = await watch(phone, 15_000, { every: 250, enough: (look) => alive(look, OTHERS) });
  const took = Date.now() - began;
  console.log(`# hears and sees everybody ${took} ms after`);
  assert.ok(alive(looks.at(-1), OTHERS) && took < 3000, `${took} ms`);
  assert.equal(await phone.locator("[data-page=room]").count(), 1, "nobody had to let it in again");
});

test("a phone that stands still costs the others nothing, and the server a megabyte at most", async () => {
  const { presider } = hearing.page;
  const stop = (signal) => {
    const pids = execFileSync("ip", ["netns", "pids", hearing.network.namespace]).toString().trim().split("\n");
    for (const pid of pids) process.kill(Number(pid), signal);
  };
  const memory = async () => {
    const status = await readFile(`/proc/${hearing.server.pid}/status`, "utf8");
    return Number(/RssAnon:\s+(\d+)/.exec(status)[1]);
  };
  await watch(presider, 2000);
  const before = await memory();
  stop("SIGSTOP");
  let looks, held;
  try {
    looks = await watch(presider, 6000);
    held = (await memory()) - before;
  } finally {
    stop("SIGCONT");
  }
  const { concealed } = summary(looks.slice(2));
  console.log(`# ${held} KiB more, ${concealed} of the others' sound made up`);
  assert.ok(looks.every((look) => alive(look, { voices: OTHERS.voices - 1, pictures: OTHERS.pictures - 1 })), "the others go on");
  assert.ok(held < 1024 + 512, `${held} KiB`); // what the server took meanwhile for all else is in it
  await hearing.settled();
});
