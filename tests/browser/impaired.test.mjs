// A phone on a bad line. The whole table of bad lines is matrix.mjs; this is what every change must keep.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ImpairedHearing, OTHERS } from "./kit/impaired.mjs";
import { alive, summary, watch } from "./kit/quality.mjs";

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
