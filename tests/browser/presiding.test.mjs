// Presiding: times, locks, a warning, layouts; a reception room's screen that came in by one press.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { DESK, HALL, PHONE } from "./kit/browsers.mjs";
import { CLERK, PRESIDER } from "./kit/case.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink } from "./kit/people.mjs";
import { openStage } from "./kit/stage.mjs";

const { page, picture, told } = openStage({
  name: "presiding",
  people: { presider: DESK, clerk: DESK, hall: HALL, phone: PHONE },
});

/** The menu on the picture of who sits on the petitioner's seat. */
async function onPetitioner(scene, deed) {
  const seat = scene.hearing.seats.find((one) => one.role === "petitioner").id;
  await page.presider.locator(`[data-seat-menu="${seat}"]`).click();
  await page.presider.locator(`[data-deed=${deed}]:visible`).click();
}

test("what the presider orders is obeyed and seen on every screen", () => told(async ({ server, scene }) => {
  await enterFromDesk(page.presider, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(page.clerk, server.origin, CLERK, scene.hearing.id);
  await page.hall.goto(scene.links.district.replace("/join#", "/hall#"));
  await page.hall.locator("[data-do=enter]").click(); // the one press
  await joinByLink(page.phone, scene.links.phone);
  await admitAllAndStart(page.presider);
  await page.hall.locator("[data-page=hall]").waitFor({ timeout: 20_000 });
  await page.phone.locator("[data-page=room]").waitFor({ timeout: 20_000 });
  await page.presider.locator("[data-step=next_phase]").click();

  await page.presider.locator("[data-do=presiding]").click();
  const side = page.presider.locator("[data-part=presiding] [data-side=petitioner]");
  await side.getByRole("spinbutton").fill("0.5");
  await side.getByRole("spinbutton").press("Tab");
  await onPetitioner(scene, "give_floor");
  for (const one of [page.phone, page.hall, page.clerk]) {
    await one.locator("[data-side=petitioner][data-is=warns]:visible").first().waitFor({ timeout: 20_000 });
  }
  await picture("time");
  for (const one of [page.presider, page.clerk]) await readable(one);

  await page.presider.locator("[data-field=layout]").selectOption("three");
  await page.hall.locator("[data-layout=three]").waitFor();
  assert.equal(await page.hall.locator("[data-layout=three] figure").count(), 3);
  await picture("three");

  await page.presider.locator("[data-deed=lock]").click();
  await page.hall.locator("[data-presiding=locked]").waitFor();
  assert.equal(await page.phone.locator("[data-presiding=locked]").count(), 0, "who has the floor is heard");

  await onPetitioner(scene, "conduct");
  await page.presider.locator("[data-field=code]").selectOption("interrupting");
  await page.presider.getByText("警告", { exact: true }).first().click();
  await page.presider.locator("[data-do=conduct]").click();
  await page.phone.locator("[data-presiding=measure]").getByText("警告").waitFor();
  await page.clerk.getByText("【警告】").first().waitFor();
  await page.phone.locator("[data-is=over]").first().waitFor({ timeout: 45_000 });
  await picture("warned");

  await page.presider.locator("[data-step=more]").click();
  await page.presider.locator("[data-step=adjourn]:visible").click();
  await page.presider.getByRole("dialog").getByRole("textbox").fill("需要重新鉴定，另行续会");
  await page.presider.getByRole("dialog").getByRole("button", { name: "休会，另行续会" }).click();
  await page.phone.locator("[data-page=ended]").waitFor({ timeout: 20_000 });
  await page.clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  await page.clerk.locator("[data-do=continue]").click();
  await page.clerk.getByRole("textbox").first().waitFor();
  await picture("continued");
}));
