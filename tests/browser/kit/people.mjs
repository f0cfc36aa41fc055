// What people do in the pages, in the words they see.
import { CLERK, PRESIDER } from "./case.mjs";
import { until } from "./wait.mjs";

/** Signs in at the desk. */
export async function signIn(page, origin, { username, password }) {
  await page.goto(`${origin}/desk/`);
  await page.getByLabel("用户名").fill(username);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  // On a phone the way out is behind the menu.
  await page.getByRole("button", { name: /^(退出登录|菜单)$/ }).first().waitFor();
}

/** Signs in at the desk and takes the own seat of a hearing. */
export async function enterFromDesk(page, origin, person, hearing) {
  await signIn(page, origin, person);
  await page.goto(`${origin}/desk/hearings/${hearing}/room`);
  await page.getByRole("button", { name: "入席", exact: true }).click();
}

/** Opens a seat's link, agrees, and waits to be admitted; in whatever language the page is. */
export async function joinByLink(page, link) {
  await page.goto(link);
  await page.locator("[data-do=enter]").click();
  await page.locator(".agree input").check();
  await page.locator("[data-do=agree]").click();
}

/** The clerk writes a line. */
export async function write(page, line) {
  const box = page.getByRole("textbox", { name: "记录", exact: true });
  await box.fill(line);
  await box.press("Enter");
}

/** The presider lets everybody in and begins; then the countdown is over. */
export async function admitAllAndStart(page) {
  const start = page.getByRole("button", { name: "开始接访" });
  await until("all are admitted and the session can start", async () => {
    const admit = page.getByRole("button", { name: /^请入席/ }).first();
    if (await admit.isVisible()) await admit.click({ timeout: 2000 }).catch(() => {}); // it goes as soon as it worked
    return (await start.isVisible()) && (await start.isEnabled());
  }, { within: 60_000, every: 300 });
  await start.click();
  await page.getByText("进行中", { exact: true }).first().waitFor({ timeout: 20_000 });
}

/** Presider and clerk come from their desks, a district's room and a phone by their links. */
export async function fourAtTheDoor(page, origin, scene) {
  await enterFromDesk(page.presider, origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(page.clerk, origin, CLERK, scene.hearing.id);
  await joinByLink(page.district, scene.links.district);
  await joinByLink(page.phone, scene.links.phone);
}

/** Those four, in session. */
export async function fourAtTheTable(page, origin, scene) {
  await fourAtTheDoor(page, origin, scene);
  await admitAllAndStart(page.presider);
  await page.phone.getByText("开场核身").first().waitFor({ timeout: 20_000 });
}

/** Draws a name into the pad of a part of a page, and signs. */
export async function scribble(part) {
  const pad = part.locator("[data-part=sign-pad]");
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const { mouse } = part.page();
  await mouse.move(box.x + 30, box.y + 40);
  await mouse.down();
  for (const [x, y] of [[80, 90], [120, 40], [160, 110], [220, 60]]) await mouse.move(box.x + x, box.y + y, { steps: 4 });
  await mouse.up();
  await part.locator("[data-do=sign]").click();
}

/** Confirms without writing: the second press signs. */
export async function pressedTwice(part) {
  await part.locator("[data-do=confirm]").click();
  await part.locator("[data-do=confirm-again]").click();
}

/** Notes of each of four seats that it did not sign, for that reason, and closes without an outcome. */
export async function closeUnsigned(page, reason) {
  const dialog = page.getByRole("dialog");
  const say = async (words, key) => {
    await dialog.getByRole("textbox").fill(words);
    await dialog.getByRole("button", { name: key, exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
  };
  const refusals = page.locator("[data-do=note-refusal]");
  await refusals.nth(3).waitFor();
  for (let left = await refusals.count(); left > 0; left--) {
    await refusals.first().click();
    await say(reason, "注明拒签");
    await until("it is noted", async () => (await refusals.count()) < left);
  }
  await page.locator("[data-step=close]").click();
  await say("结论另行书面作出", "不出结果结束");
}
