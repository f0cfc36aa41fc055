// A petition on its way down the levels: the province registers it, the city and the district hand it on, the unit accepts;
// at each hop who filed it looks where it is now.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Caller } from "./kit/api.mjs";
import { readable } from "./kit/axe.mjs";
import { DESK, PHONE, launchChromium, pictured } from "./kit/browsers.mjs";
import { PASSWORD } from "./kit/case.mjs";
import { signIn } from "./kit/people.mjs";
import { startServer } from "./kit/server.mjs";

/** Folder for pictures, if somebody wants to look. */

let server, browser;

before(async () => {
  server = await startServer();
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function at(username, id) {
  const page = await (await browser.newContext(DESK)).newPage();
  await signIn(page, server.origin, { username, password: PASSWORD });
  await page.goto(`${server.origin}/desk/petitions/${id}`);
  return page;
}

/** Takes a step from the head of the page; `fill` answers what its dialog asks. */
async function step(page, name, submit, fill = async () => {}) {
  await page.getByRole("group", { name: "可办理" }).getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await fill(dialog);
  await readable(page);
  await dialog.getByRole("button", { name: submit, exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

const screen = (page) => step(page, "开始甄别", "开始甄别");
const handDown = (page, bureau) =>
  step(page, "转下级信访部门", "转下级", async (dialog) => {
    await dialog.getByRole("combobox", { name: "下级信访部门" }).click({ force: true });
    await page.getByRole("option", { name: bureau }).click();
  });

test("a petition goes from the province to the city, the district and the unit under one number", async () => {
  const province = await Caller.signIn(server.origin, "gs-screener", PASSWORD);
  const { id, number, query_code } = await province.post("/petitions", {
    title: "小区电梯停运无人维修",
    text: "小区电梯停运两个月，物业公司推诿不修，请求依法处理并答复。",
    place: "620103002",
    category: "appeal",
    purpose: "resolution",
    content_class: "property_management",
    persons_concerned: 1,
    petitioner: { name: "马某某", phone: "13900000001" },
  });
  const own = await (await browser.newContext(PHONE)).newPage();
  /** Where the petitioner is told that it is. */
  async function told(words) {
    await own.goto(`${server.origin}/query`);
    await own.getByLabel("编号").first().fill(number);
    await own.getByLabel("查询码").first().fill(query_code);
    await own.getByRole("button", { name: "查询", exact: true }).click();
    await own.getByText(words).first().waitFor();
    await readable(own);
  }

  await told(/甘肃省信访局，尚未转出/);
  const gs = await at("gs-screener", id);
  await screen(gs);
  await handDown(gs, "兰州市信访局");
  await told(/已转送兰州市信访局/);

  const lz = await at("lz-screener", id);
  await screen(lz);
  await handDown(lz, "七里河区信访局");
  await told(/已转送七里河区信访局/);

  const list = await at("qlh-counter", id);
  await list.goto(`${server.origin}/desk/`);
  await list.getByRole("searchbox", { name: "查找" }).fill(number);
  await list.getByText(/上级转送/).first().waitFor();
  await pictured(list, "travel-list");
  const qlh = await at("qlh-counter", id);
  await screen(qlh);
  await qlh.getByRole("heading", { name: "逐级转送" }).waitFor();
  await pictured(qlh, "travel-trail");
  await step(qlh, "转送或交办", "转出", async (dialog) => {
    await dialog.getByRole("combobox", { name: "承办单位" }).click({ force: true });
    await qlh.getByRole("option", { name: "七里河区住房和城乡建设局" }).click();
  });
  await told(/七里河区住房和城乡建设局/);

  const unit = await at("qlh-housing", id);
  await step(unit, "受理", "受理");
  const { trail, number: still } = await province.get(`/petitions/${id}`);
  assert.equal(still, number);
  assert.deepEqual(
    trail.map((stint) => [stint.desk_name, stint.kept]),
    [["甘肃省信访局", true], ["兰州市信访局", true], ["七里河区信访局", true]],
  );
  await pictured(own, "travel-told");
});
