// Pages of the desk in both languages, at a desk and on a phone: none has what axe finds, none is wider than its window.
import { createHmac } from "node:crypto";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Caller } from "./kit/api.mjs";
import { fits, readable } from "./kit/axe.mjs";
import { DESK, PHONE, launchChromium } from "./kit/browsers.mjs";
import { OFFICER, PASSWORD, scheduleHearing } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";
import { until } from "./kit/wait.mjs";

const VIEWPORTS = { desk: DESK, phone: { ...PHONE, viewport: { width: 390, height: 844 } } };

/** Who looks at what. A path may be made of what was filed. */
const LOOKS = {
  "lz-head": [
    "/",
    "/statistics",
    "/statistics?by=class,division,month",
    "/screen",
    "/requests",
    "/grid",
    "/contracts",
    "/account",
    ...["received", "sent", "items", "conclusions", "rulings"].map((tab) => `/supervision?tab=${tab}`),
    "/statistics/warnings",
    "/statistics/yearly",
    "/today",
    "/schedules",
    "/notices?all",
    "/document-templates",
    "/deputies",
    "/reception",
    ({ petition }) => `/petitions/${petition.id}`,
  ],
  "lz-clerk": [
    "/intake",
    "/register",
    ({ petition }) => `/petitions/${petition.id}/schedule`,
    ({ hearing }) => `/hearings/${hearing.id}`,
    ({ hearing }) => `/hearings/${hearing.id}/print`,
  ],
  "lz-admin": [
    "/interfaces",
    ...["calendar", "divisions", "agencies", "rooms", "staff", "grids"].map((part) => `/admin/${part}`),
  ],
  "lz-security": ["/admin/staff"],
  "lz-auditor": ["/admin/log", "/admin/openings"],
};

let server, browser, scene;

before(async () => {
  server = await startServer();
  browser = await launchChromium();
  scene = await scheduleHearing(server.origin);
  await bring(["HL-1", "HL-2"]);
  await delegate();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Orders of a hotline that name no place there is: they wait for a person, and one is discarded. */
async function bring(numbers) {
  const [admin, hotline] = [await Caller.signIn(server.origin, "lz-admin", PASSWORD), new Caller(server.origin)];
  const { rows } = await admin.get(`/agencies?search=${encodeURIComponent("兰州市信访局")}`);
  const agency = rows.find(({ name }) => name === "兰州市信访局").id;
  const made = await admin.post("/clients", { name: "市12345热线平台", agency, scopes: ["intake:hotline", "webhooks"] });
  for (const number of numbers) {
    const item = { title: "小区物业不公开收支", text: "来电人反映物业公司多年不公开收支，要求处理。", place: "629999", petitioner: { name: "马某某" } };
    const order = { external_number: number, item };
    const [timestamp, nonce] = [String(Date.now()), `once-${number}`];
    const signature = createHmac("sha256", made.signing_secret).update(`${timestamp}\n${nonce}\n${JSON.stringify(order)}`).digest("hex");
    await hotline.post("/channels/hotline/orders", order, {
      "x-lianjie-client": made.client.id,
      "x-lianjie-timestamp": timestamp,
      "x-lianjie-nonce": nonce,
      "x-lianjie-signature": signature,
    });
  }
  const clerk = await Caller.signIn(server.origin, "lz-clerk", PASSWORD);
  const { rows: waiting } = await clerk.get("/intake");
  const last = waiting.find(({ receipt }) => receipt.external_number === numbers.at(-1));
  await clerk.post(`/intake/${last.receipt.id}/discard`, { reason: "与已登记的来件重复" });
}

/** A head has a colleague act for a week. */
async function delegate() {
  const head = await Caller.signIn(server.origin, "lz-head", PASSWORD);
  const { rows } = await head.get("/staff?limit=100");
  const deputy = rows.find(({ name, agency_name }) => name === OFFICER.name && agency_name === OFFICER.agency).id;
  const { delegable: roles } = await head.get("/session");
  await head.post("/delegations", { deputy, roles, ends_at: Date.now() + 7 * 86_400_000, reason: "外出开会一周" });
}

const isFocused = (part) => part.evaluate((element) => element === document.activeElement);

async function look(page, path) {
  await page.goto(`${server.origin}/desk${path}`);
  await page.locator("main h1").first().waitFor();
  await readable(page);
  await fits(page);
  // A page that failed, or another one, may well be readable.
  assert.equal(new URL(page.url()).pathname, `/desk${path.split("?")[0]}`);
  assert.equal(await page.locator("main .failed").count(), 0);
}

for (const [width, viewport] of Object.entries(VIEWPORTS)) {
  for (const [username, paths] of Object.entries(LOOKS)) {
    for (const lang of ["zh", "en"]) {
      test(`${username} on the ${width} in ${lang}`, async (t) => {
        const page = await (await browser.newContext(viewport)).newPage();
        await signIn(page, server.origin, { username, password: PASSWORD });
        await page.evaluate((chosen) => localStorage.setItem("lj.lang", chosen), lang);
        for (const path of paths.map((one) => (typeof one === "string" ? one : one(scene)))) {
          await t.test(path, () => look(page, path));
        }
        await page.context().close();
      });
    }
  }
}

test("what was discarded, in both languages", async (t) => {
  const page = await (await browser.newContext(VIEWPORTS.phone)).newPage();
  await signIn(page, server.origin, { username: "lz-clerk", password: PASSWORD });
  for (const lang of ["zh", "en"]) {
    await t.test(lang, async () => {
      await page.evaluate((chosen) => localStorage.setItem("lj.lang", chosen), lang);
      await page.goto(`${server.origin}/desk/intake`);
      await page.locator(".el-radio-button").nth(1).click();
      await page.locator("[data-do=take-up]").first().waitFor();
      await readable(page);
      await fits(page);
    });
  }
});

test("what waits is discarded by the keyboard alone", async () => {
  const page = await (await browser.newContext(DESK)).newPage();
  await signIn(page, server.origin, { username: "lz-clerk", password: PASSWORD });
  await page.goto(`${server.origin}/desk/intake`);
  await page.locator("[data-do=discard]").first().focus();
  await page.keyboard.press("Enter");
  const reason = page.getByRole("dialog").getByRole("textbox");
  await reason.waitFor();
  await until("the keyboard is in the field", async () => {
    if (await isFocused(reason)) return true;
    await page.keyboard.press("Tab");
    return isFocused(reason);
  });
  await page.keyboard.type("与已登记的来件重复");
  await page.keyboard.press("Control+Enter");
  const said = page.locator(".said");
  await said.waitFor();
  await until("the keyboard is where the page says so", () => isFocused(said));
});
