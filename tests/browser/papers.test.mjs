// An item is accepted, an agreement signed into force, a line taken, and the line read aloud is on every screen.
import { test } from "node:test";
import { readable } from "./kit/axe.mjs";
import { fourAtTheTable, pressedTwice, scribble, write } from "./kit/people.mjs";
import { openStage } from "./kit/stage.mjs";

const { page, picture, told } = openStage({ name: "papers" });

test("papers are put to people in the room, and answered there", () => told(async ({ server, scene }) => {
  for (const one of Object.values(page)) one.setDefaultTimeout(15_000);
  await fourAtTheTable(page, server.origin, scene);
  await write(page.clerk, "物业公司三年账目至今未公开。");
  await page.presider.getByText("三年账目").first().waitFor();

  const { clerk, district, phone, presider } = page;
  await clerk.locator("[data-panel=papers]").click();
  const form = clerk.locator("[data-part=item-form]");
  await form.getByLabel("请哪个单位办").selectOption({ index: 1 });
  await form.getByLabel("出自笔录").selectOption({ index: 1 });
  await form.getByLabel("办什么").fill("督促物业公司公开三年账目");
  await form.locator("[data-do=propose-item]").click();
  await district.locator("[data-do=papers-wait]").click();
  await picture("item");
  await district.locator("[data-do=accept-item]").click();
  await clerk.locator("[data-part=item][data-answer=accepted]").waitFor();

  await district.getByLabel("请书记员记入笔录的话").fill("账目已在十月公示栏公开。");
  await district.locator("[data-do=propose-line]").click();
  const proposed = clerk.locator("[data-part=proposed-line]");
  await proposed.getByLabel("记入笔录的文字").fill("账目已于十月在公示栏公开。");
  await picture("line");
  await proposed.locator("[data-do=take-line]").click();
  await proposed.waitFor({ state: "detached" });
  await presider.getByText("账目已于十月在公示栏公开。").first().waitFor();

  await clerk.getByLabel("协议内容").fill("物业公司于十二月三十一日前公开三年账目，业主委员会派人到场核对。");
  for (const party of ["agency_rep", "petitioner"]) await clerk.locator(`[data-party=${party}]`).check();
  await clerk.locator("[data-do=freeze-agreement]").click();
  await phone.locator("[data-do=papers-wait]").click();
  const onPhone = phone.locator("[data-part=agreement]");
  await onPhone.getByText("业主委员会派人到场核对").waitFor();
  await picture("agreement");
  for (const one of [phone, clerk]) await readable(one);
  await scribble(onPhone);
  await onPhone.getByText("已手写签名").first().waitFor();
  await pressedTwice(district.locator("[data-part=agreement]"));
  await phone.locator("[data-agreed=true]").waitFor();
  await clerk.locator("[data-agreed=true]").waitFor();
  await picture("in-force");
  for (const one of [phone, district]) await one.keyboard.press("Escape");

  await presider.locator("[data-step=review_minutes]").click();
  await phone.locator("[data-part=read-back]").waitFor({ timeout: 20_000 });
  await clerk.locator("[data-panel=minutes]").click();
  await clerk.locator("[data-do=read-next]").click();
  await phone.locator("[data-part=read-back] [aria-current]").getByText("三年账目").waitFor();
  await clerk.locator("[data-do=read-next]").press("ArrowDown");
  for (const one of [phone, district]) await one.locator("[data-part=read-back] [aria-current]").getByText("公示栏").waitFor();
  await presider.locator("li[aria-current]").getByText("公示栏").waitFor();
  await picture("reading");

  await clerk.locator("[data-do=outcome]").click();
  await clerk.locator("[data-do=take-accepted]").click();
  await clerk.getByText("会上已认领 · ").waitFor();
  await clerk.locator("[data-part=unsigned]").getByText("尚未签字").waitFor();
  await picture("outcome");
  await clerk.locator("[data-do=sign-first]").click();
  await phone.locator("[data-part=read-back] [data-part=sign-pad]").waitFor();
  await clerk.getByRole("button", { name: "作出结果并结束接访", exact: true }).waitFor();
}));
