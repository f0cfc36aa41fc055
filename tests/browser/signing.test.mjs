// Minutes are read back, corrected, and signed on two devices; one seat refuses; the presider leaves and the clerk
// closes; the package verifies.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { Caller } from "./kit/api.mjs";
import { readable } from "./kit/axe.mjs";
import { CLERK } from "./kit/case.mjs";
import { fourAtTheTable, pressedTwice, scribble, write } from "./kit/people.mjs";
import { openStage } from "./kit/stage.mjs";

const { page, picture, told } = openStage({ name: "signing" });

test("two devices sign, one refuses, and a stranger verifies the package", () => told(async ({ server, scene }) => {
  await fourAtTheTable(page, server.origin, scene);
  await write(page.clerk, "六十六户自2014年交房，至今未办房产证。");
  await page.presider.getByText("六十六户").first().waitFor();
  await page.presider.locator("[data-step=review_minutes]").click();

  const read = page.phone.locator("[data-part=read-back]");
  await read.getByText("版本：1").waitFor({ timeout: 20_000 });
  await picture("read-back");
  await read.getByLabel("要更正的地方").fill("应为六十八户");
  await read.locator("[data-do=ask-correction]").click();
  await page.clerk.locator("[data-part=correction]").getByText("应为六十八户").waitFor();
  await write(page.clerk, "更正：应为六十八户。");
  await page.clerk.locator("[data-part=unanswered]").getByText("还有 1 条").waitFor();
  const correction = page.clerk.locator("[data-part=correction]").first();
  await correction.getByRole("combobox").selectOption({ index: 2 });
  await correction.locator("[data-do=taken]").click();
  await read.locator("[data-part=my-corrections]").getByText("已更正第 2 条").waitFor();
  await page.clerk.locator("[data-do=freeze]").click();
  await read.getByText("版本：2").waitFor();
  await read.getByText("更正意见：").waitFor();
  assert.equal(await page.clerk.locator("[data-step=reopen_session]").count(), 0, "going back to the talk is the presider's");
  await page.clerk.locator("[data-step=start_signing]").click();

  await page.phone.locator("[data-part=sign-pad]").waitFor();
  await picture("signing");
  for (const one of [page.phone, page.clerk]) await readable(one);
  await scribble(page.phone.locator("body"));
  await page.phone.locator("[data-part=own-mark]").getByText("已手写签名").waitFor();
  await scribble(page.clerk.locator("body"));
  await page.clerk.locator("[data-part=own-mark]").getByText("已手写签名").waitFor();
  await page.district.locator("[data-do=refuse]").click();
  await page.district.getByLabel("拒绝签字的理由").fill("第一条与我单位所述不符");
  await page.district.locator("[data-do=refuse-now]").click();
  await page.district.locator("[data-part=own-mark]").getByText("已拒绝签字").waitFor();
  await pressedTwice(page.presider);
  await page.presider.locator("[data-part=own-mark]").getByText("已点击确认").waitFor();
  await page.clerk.getByText("第一条与我单位所述不符").waitFor();
  await picture("signed");

  // The presider has left: who keeps the minutes closes.
  await page.presider.goto(`${server.origin}/desk/today`);
  await page.clerk.locator("[data-step=close]").click();
  await page.clerk.getByRole("dialog").getByRole("textbox").fill("结论另行书面作出");
  await page.clerk.getByRole("dialog").getByRole("button", { name: "不出结果结束" }).click();
  await page.phone.getByText("会议结束了").first().waitFor({ timeout: 20_000 });

  await page.clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  await page.clerk.locator("[data-part=signing-sheet] li[data-kind=drawn]").first().waitFor();
  assert.equal(await page.clerk.locator("[data-part=signing-sheet] li").count(), 4);
  await page.clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}/print`);
  await page.clerk.locator("[data-part=signing-sheet] .seal").waitFor();
  await picture("paper");

  const clerk = await Caller.signIn(server.origin, CLERK.username, CLERK.password);
  const answer = await clerk.raw(`/hearings/${scene.hearing.id}/package`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  await mkdir("test-results", { recursive: true });
  await writeFile("test-results/signing.zip", bytes);
  assert.match(await server.command("verify", "test-results/signing.zip"), /The package is whole/);
  bytes[bytes.length >> 1] ^= 1;
  await writeFile("test-results/signing-changed.zip", bytes);
  await assert.rejects(server.command("verify", "test-results/signing-changed.zip"), (error) => /WRONG/.test(error.stdout));
}));
