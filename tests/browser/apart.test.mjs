// A witness waits outside and is called; a petitioner hears an interpreter; talks in private, and everybody comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, PHONE } from "./kit/browsers.mjs";
import { admitAllAndStart, fourAtTheDoor, joinByLink } from "./kit/people.mjs";
import { openStage } from "./kit/stage.mjs";
import { until } from "./kit/wait.mjs";

const outsider = (name) => ({ is: "external", organisation: "某服务中心", name });
const { page, picture, told } = openStage({
  name: "apart",
  extra: [
    { role: "interpreter", occupant: outsider("某甲"), languages: ["tibetan", "sign"], mandatory: true },
    { role: "witness", occupant: outsider("某乙") },
  ],
  people: { presider: DESK, clerk: DESK, district: DESK, interpreter: PHONE, witness: PHONE, phone: PHONE },
});

const tiles = (one) => one.locator("[data-page=room] figure[data-seat]").evaluateAll((all) => [...new Set(all.map((tile) => tile.dataset.seat))]);
const volumes = (one) => one.locator("audio").evaluateAll((all) => all.map((audio) => Math.round(audio.volume * 10)));

test("witness, interpreter and private talks", () => told(async ({ server, scene }) => {
  await fourAtTheDoor(page, server.origin, scene);
  await joinByLink(page.interpreter, await scene.link("interpreter"));
  await joinByLink(page.witness, await scene.link("witness"));
  const outside = page.witness.getByText("您在等候室").first();
  await outside.waitFor({ timeout: 30_000 });
  await admitAllAndStart(page.presider);
  await page.phone.getByText("开场核身").first().waitFor({ timeout: 30_000 });
  assert.ok(await outside.isVisible(), "letting everybody in lets no witness in");
  await picture("outside");

  await page.phone.locator(".bar .newest").click();
  const [above, sheet] = await Promise.all(["[data-part=signer]", "[role=dialog]"].map((one) => page.phone.locator(one).boundingBox()));
  assert.ok(above.y + above.height <= sheet.y + 1, "no sheet lies over the picture of who signs");
  await page.phone.locator("[role=dialog] .close").click();

  await page.clerk.locator("[data-do=call-witness]").click();
  await page.witness.locator("[data-page=room]").waitFor({ timeout: 20_000 });
  await page.presider.locator("[data-do=release-witness]").click();
  await outside.waitFor({ timeout: 20_000 });

  await page.phone.locator(`[data-hear="${scene.seat("interpreter")}"]`).click();
  await page.interpreter.locator("[data-part=own-channel]").getByText("1 人").waitFor();
  await until("the floor is lowered and the interpreter is not", async () => {
    const heard = await volumes(page.phone);
    return heard.includes(2) && heard.includes(10);
  });
  await picture("interpreter");
  for (const one of [page.clerk, page.interpreter]) await readable(one);
  await page.phone.locator("[data-do=hear-original]").click();
  await until("the floor is as loud as before", async () => !(await volumes(page.phone)).includes(2));

  await page.presider.locator("[data-step=pause]").click();
  await page.presider.getByRole("dialog").getByRole("textbox").fill("双方分别商谈");
  await page.presider.getByRole("dialog").getByRole("button", { name: "休会" }).click();
  await page.phone.locator("[data-do=open-talk]").click();
  await picture("opening");
  await readable(page.phone);
  await page.phone.locator("[data-do=begin-talk]").click();
  await page.phone.locator("[data-part=own-talk]").waitFor();
  await page.presider.locator("li[data-talk=consultation]").waitFor();
  await page.phone.locator("[data-do=leave-talk]").click();
  await page.phone.locator("[data-part=own-talk]").waitFor({ state: "detached" });

  await page.presider.locator("[data-do=open-talk]").click();
  await page.presider.getByLabel("背对背调解").check();
  for (const role of ["petitioner", "agency_rep"]) await page.presider.locator(`[data-guest="${scene.seat(role)}"]`).check();
  await picture("mediation");
  await readable(page.presider);
  await page.presider.locator("[data-do=begin-talk]").click();
  await page.district.locator("li[data-asked] [data-do=decline-talk]").click();
  await picture("asked");
  await page.phone.locator("li[data-asked] [data-do=enter-talk]").click();
  await page.phone.locator("[data-part=own-talk]").waitFor();
  const [presider, petitioner] = [scene.seat("presider"), scene.seat("petitioner")];
  await until("who is in the talk is all there is to see", async () => {
    const seen = await tiles(page.phone);
    return seen.length === 2 && seen.includes(presider) && seen.includes(petitioner);
  });
  await until("the picture flows in the talk", () => page.phone.locator(`figure[data-seat="${presider}"] video`).first().isVisible(), { within: 20_000 });
  assert.equal(await page.district.locator(`figure[data-seat="${presider}"] video`).count(), 0, "and not outside");
  await picture("inside");

  await page.presider.locator("[data-step=resume]").click();
  await page.phone.locator("[data-part=own-talk]").waitFor({ state: "detached", timeout: 20_000 });
  await until("everybody is seen again", async () => (await tiles(page.phone)).length >= 5, { within: 20_000 });
  const talks = await scene.desk.get(`/hearings/${scene.hearing.id}/talks`);
  assert.deepEqual(talks.map((talk) => [talk.of, talk.stays.length]), [["consultation", 1], ["mediation", 2]]);
  assert.ok(talks.every((talk) => talk.stays.every((stay) => stay.until !== null)));
  await page.clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  await page.clerk.locator("[data-part=talk-sheet] li[data-talk=mediation]").waitFor();
  await picture("sheet");
}));
