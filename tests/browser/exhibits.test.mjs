// An exhibit goes from a phone over the clerk to every screen, page by page, and into the minutes; who waits
// writes to the officer and is answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { admitAllAndStart, fourAtTheDoor } from "./kit/people.mjs";
import { pdfOf } from "./kit/pdf.mjs";
import { openStage } from "./kit/stage.mjs";

const { page, picture, told } = openStage({ name: "exhibits" });

const drawn = (one, n) => one.locator(`[data-part=shown] canvas[data-drawn="${n}"]`).waitFor({ timeout: 20_000 });

test("who waits writes to the officer; a phone's exhibit is shown to all, turned, pointed at and put on record", () => told(async ({ server, scene }) => {
  await page.district.addInitScript(() => localStorage.setItem("lj.lang", "en"));
  for (const [name, one] of Object.entries(page)) one.on("console", (message) => message.type() === "error" && console.log(name, message.text()));
  await fourAtTheDoor(page, server.origin, scene);

  await page.phone.locator("[data-do=talk]").click();
  await page.phone.locator("[data-do=write]").fill("我听不清，可以等一下吗？");
  await page.phone.locator("[data-do=send]").click();
  await page.presider.locator("[data-talk]").filter({ hasText: "1" }).click();
  const talk = page.presider.locator("[data-part=chat]");
  await talk.getByText("我听不清").waitFor();
  await talk.locator("[data-do=write]").fill("可以，准备好了请告诉我。");
  await talk.locator("[data-do=send]").click();
  await page.phone.locator("[data-part=chat]").getByText("准备好了").waitFor();
  await picture("waiting");
  assert.equal(await page.district.getByText("我听不清").count(), 0);
  await page.phone.getByRole("button", { name: "关闭" }).click();

  await admitAllAndStart(page.presider);
  await page.phone.locator("[data-do=exhibits]").click({ timeout: 20_000 });
  const bring = page.phone.locator("[data-part=bring]");
  const buffer = pdfOf(["房屋买卖合同 第一页", "第二页 付款方式", "第三页 签字"]);
  await bring.locator("input[type=file]").setInputFiles({ name: "合同.pdf", mimeType: "application/pdf", buffer });
  await bring.getByLabel("名称").fill("房屋买卖合同");
  await bring.locator("[data-do=bring]").click();
  await bring.getByText("已提交").waitFor();
  await picture("brought");
  await readable(page.phone);
  await page.phone.getByRole("button", { name: "关闭" }).click();

  await page.clerk.locator("[data-panel=exhibits]").click();
  await page.clerk.locator("[data-do=accept]").click();
  await page.clerk.locator("[data-do=show]").click();
  for (const one of Object.values(page)) await drawn(one, 1);
  await page.clerk.locator("[data-do=next-page]").click();
  for (const one of Object.values(page)) await drawn(one, 2);
  const box = await page.clerk.locator("[data-part=shown] canvas").boundingBox();
  await page.clerk.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 5 });
  await page.phone.locator("[data-part=pointer]").waitFor();
  await picture("shown");
  assert.equal(await page.district.evaluate(() => document.documentElement.lang), "en");
  for (const one of [page.clerk, page.district]) await readable(one);

  await page.clerk.locator("[data-do=on-record]").click();
  await page.clerk.locator("[data-part=exhibits]").getByText("已入笔录").waitFor();
  await page.phone.getByText("出示证据一《房屋买卖合同》").first().waitFor({ state: "attached" });
  await page.clerk.locator("[data-do=hide]").first().click();
  await page.phone.locator("[data-part=shown]").waitFor({ state: "detached" });

  await page.clerk.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  const kept = page.clerk.locator("[data-part=exhibits] li");
  await kept.getByText("房屋买卖合同").waitFor();
  assert.match(await kept.innerText(), /证据一[\s\S]*入笔录[\s\S]*SHA-256 [0-9a-f]{64}/);
  await picture("kept");
}));
