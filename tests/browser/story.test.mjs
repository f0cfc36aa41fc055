// The seed case from its first minute to what the petitioner reads at home: presider, clerk, a district's wall, a
// bureau at its desk, the company, two representatives on phones, an interpreter and the officer on duty.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before } from "node:test";
import { Caller } from "./kit/api.mjs";
import { readable } from "./kit/axe.mjs";
import { DESK, HALL, KEEP_PEERS, launchChromium, openPages, PHONE, picturesOf } from "./kit/browsers.mjs";
import { cameraFlag } from "./kit/camera.mjs";
import { CLERK, COUNTER, HOUSING, OFFICER, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { Messages } from "./kit/messages.mjs";
import { pdfOf } from "./kit/pdf.mjs";
import { documented } from "./kit/pictures.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink, pressedTwice, scribble, write } from "./kit/people.mjs";
import { growth } from "./kit/received.mjs";
import { startServer } from "./kit/server.mjs";
import { stepsWith } from "./kit/story.mjs";
import { until } from "./kit/wait.mjs";

const TALL = { ...PHONE, viewport: { width: 390, height: 844 } };
const LONG = { title: "西湖街道66户业主联合接访", agenda: ["opening", "statement", "response", "questions", "mediation", "read_back"] };

let messages, server, office, mobile, scene;
const page = {};

before(async () => {
  messages = await Messages.open();
  server = await startServer({ settings: messages.settings });
  scene = await scheduleHearing(server.origin, ({ official, representative }) => [
    { role: "agency_rep", occupant: official(HOUSING), mandatory: true },
    { role: "company_rep", occupant: { is: "external", organisation: "兰州某物业服务有限公司", name: "龙某" } },
    { role: "representative", occupant: representative(0) },
    { role: "interpreter", occupant: { is: "external", organisation: "某服务中心", name: "某甲" }, languages: ["tibetan"] },
    { role: "officer", occupant: official(OFFICER) },
  ], LONG);
  office = await launchChromium({ flags: [await cameraFlag(190)] });
  mobile = await launchChromium({ flags: [await cameraFlag(160)] });
  Object.assign(page, await openPages(
    ["presider", office, DESK], ["clerk", office, DESK], ["bureau", office, DESK], ["officer", office, DESK],
    ["hall", mobile, HALL], ["company", mobile, DESK], ["petitioner", mobile, TALL], ["neighbour", mobile, TALL], ["interpreter", mobile, TALL],
  ));
  for (const one of Object.values(page)) one.setDefaultTimeout(60_000); // nine pages on two cores: a press may wait its turn
  for (const listener of [page.petitioner, page.company]) await listener.addInitScript(KEEP_PEERS);
});

after(async () => {
  await Promise.allSettled([office?.close(), mobile?.close()]);
  await server?.stop();
  messages?.close();
});

const picture = picturesOf("story", page, {
  "waiting-presider": "story-waiting", "questions-petitioner": "story-questions", "exhibit-hall": "story-exhibit", "agreed-petitioner": "story-agreement",
  "reading-hall": "story-reading", "signing-petitioner": "story-signing", "query-petitioner": "story-query",
});
const story = stepsWith(picture, () => server, page);

/** The clerk writes what somebody on that seat said. */
async function says(role, line) {
  await page.clerk.locator(`[data-speaker="${scene.seat(role)}"]`).click();
  await write(page.clerk, line);
}

/** Sound of a beep lies far above this within two seconds, that of a silenced microphone far below. */
const SILENCE = 1e-4;

/** Waits until somebody hears so many voices at a time. */
const hears = (who, voices) => until(`${who} hears ${voices}`, async () => {
  const rows = await growth(page[who], 2000);
  return rows.filter((row) => row.kind === "audio" && row.energy > SILENCE).length === voices;
});

/** Plates of a page that say neither all they have nor five characters and the sign that more was cut off. */
const cutPlates = (one) => one.locator(".who").evaluateAll((all) => all
  .filter((who) => who.scrollWidth > who.clientWidth && who.clientWidth < 6 * parseFloat(getComputedStyle(who).fontSize))
  .map((who) => who.textContent));

const nextPhase = () => page.presider.locator("[data-step=next_phase]").click();

story("nine people come in, each by their own way, and the presider begins", async () => {
  await enterFromDesk(page.presider, server.origin, PRESIDER, scene.hearing.id);
  await Promise.all([
    enterFromDesk(page.clerk, server.origin, CLERK, scene.hearing.id),
    enterFromDesk(page.bureau, server.origin, HOUSING, scene.hearing.id),
    enterFromDesk(page.officer, server.origin, OFFICER, scene.hearing.id),
  ]);
  // Two cores carry nine people, but not nine pictures and voices to each: the cameras of five go off before the table fills.
  for (const one of [page.clerk, page.officer, page.bureau]) await one.locator("[data-key=camera]").click();
  for (const one of [page.clerk, page.officer, page.bureau, page.presider]) await one.locator("[data-key=microphone]").click();
  await page.hall.goto(scene.links.district.replace("/join#", "/hall#"));
  await page.hall.locator("[data-do=enter]").click();
  await joinByLink(page.petitioner, scene.links.phone);
  for (const [who, role] of [["neighbour", "representative"], ["company", "company_rep"], ["interpreter", "interpreter"]]) {
    await joinByLink(page[who], await scene.link(role));
  }
  await page.petitioner.getByText("您在等候室").first().waitFor();
  await until("seven wait", async () => (await page.presider.locator("[data-admit]").count()) === 7);
  await picture("waiting");
  // Nobody scrolls a wall, and a remote control has one key for yes.
  const below = await page.hall.locator("[data-do=promise]").evaluate((key) => key.getBoundingClientRect().bottom - innerHeight);
  assert.ok(below <= 0, `the promise of a wall is ${below} px below its edge`);
  await readable(page.petitioner);
  await page.presider.getByRole("button", { name: "全部请入席" }).click();
  await until("nobody waits", async () => (await page.presider.locator("[data-admit]").count()) === 0);
  for (const one of [page.interpreter, page.company]) {
    await one.locator("[data-do=camera]").click();
    await one.locator("[data-do=microphone]").click();
  }
  await admitAllAndStart(page.presider);
  for (const one of [page.petitioner, page.neighbour, page.company, page.interpreter]) await one.locator("[data-page=room]").waitFor();
  await page.hall.locator("[data-page=hall]").waitFor();
  await page.petitioner.getByText("开场核身").first().waitFor();
  for (const one of [page.hall, page.petitioner]) await one.locator("[data-do=microphone]").click(); // who does not speak is silent
});

story("facts, answers and questions are written down, and a raised hand is given the floor", async () => {
  await says("presider", "核对到场人员身份，宣布联合接访开始，告知权利义务和全程记录。");
  await nextPhase();
  await says("petitioner", "屋面和外墙多处渗漏，两部电梯今年停运四十多天，专项维修资金和公共收益账目一直没有公示。");
  await nextPhase();
  await says("company_rep", "电梯已经列入大修计划，账目正在整理。");
  await nextPhase();
  await page.neighbour.locator("[data-do=hand]").click();
  const floor = page.presider.getByRole("button", { name: /^请发言/ }).first();
  await floor.waitFor();
  await picture("hand");
  await floor.click();
  await page.neighbour.locator("[data-side=petitioner]").first().waitFor();
  await says("representative", "请问公共收益三年来一共多少，放在哪个账户？");
  await says("company_rep", "三年合计四十一万元，在公司基本账户，没有单独列账。");
  await page.hall.locator("[data-part=line-newest]").getByText("四十一万元").waitFor();
  await picture("questions");
  assert.deepEqual(await cutPlates(page.hall), []);
  for (const who of ["petitioner", "presider", "hall"]) await readable(page[who]);
});

story("the interpreter is heard by who listens to that channel, and the others hear the floor alone", async () => {
  const { interpreter, petitioner } = page;
  for (const who of ["petitioner", "company"]) await hears(who, 1); // the neighbour, who has the floor
  await interpreter.locator("[data-do=microphone]").click();
  await petitioner.locator(`[data-hear="${scene.seat("interpreter")}"]`).click();
  await interpreter.locator("[data-part=own-channel]").getByText("1 人").waitFor();
  await hears("petitioner", 2);
  await hears("company", 1);
  await picture("interpreter");
  await readable(petitioner);
  // Spoken to the whole table, once it is asked to.
  await interpreter.locator("[data-do=speak-aloud]").click();
  await hears("company", 2);
  await interpreter.locator("[data-do=speak-aloud]").click();
  await hears("company", 1);
  await petitioner.locator("[data-do=hear-original]").click();
  await hears("petitioner", 1);
  await interpreter.locator("[data-do=microphone]").click();
});

story("the petitioner's receipt is on every screen", async () => {
  const { clerk, petitioner } = page;
  await petitioner.locator("[data-do=exhibits]").click();
  const bring = petitioner.locator("[data-part=bring]");
  const buffer = pdfOf(["小区公共收益收据 第一页", "第二页 广告位租金"]);
  await bring.locator("input[type=file]").setInputFiles({ name: "收据.pdf", mimeType: "application/pdf", buffer });
  await bring.getByLabel("名称").fill("公共收益收据");
  await bring.locator("[data-do=bring]").click();
  await bring.getByText("已提交").waitFor();
  await petitioner.getByRole("button", { name: "关闭" }).click();
  await clerk.locator("[data-panel=exhibits]").click();
  await clerk.locator("[data-do=accept]").click();
  await clerk.locator("[data-do=show]").click();
  for (const who of ["petitioner", "hall", "company", "presider"]) {
    await page[who].locator("[data-part=shown] canvas[data-drawn=\"1\"]").waitFor();
  }
  await picture("exhibit");
  await clerk.locator("[data-do=on-record]").click();
  await clerk.locator("[data-do=hide]").first().click();
  await petitioner.locator("[data-part=shown]").waitFor({ state: "detached" });
});

story("the bureau accepts an item, and both sides sign an agreement", async () => {
  const { bureau, clerk, company, neighbour, petitioner } = page;
  await nextPhase();
  await clerk.locator("[data-panel=papers]").click();
  const form = clerk.locator("[data-part=item-form]");
  await form.getByLabel("请哪个单位办").selectOption({ label: await form.getByRole("option", { name: /住房和城乡建设局/ }).first().innerText() });
  await form.getByLabel("出自笔录").selectOption({ index: 2 });
  await form.getByLabel("办什么").fill("监督物业公司公示三年公共收益账目，并书面答复业主");
  await form.locator("[data-do=propose-item]").click();
  await bureau.locator("[data-panel=papers]").click();
  await bureau.locator("[data-do=accept-item]").click();
  await clerk.locator("[data-part=item][data-answer=accepted]").waitFor();

  await clerk.getByLabel("协议内容").fill("物业公司于十二月三十一日前公示三年公共收益账目，供暖期内恢复两部电梯运行；业主代表到场核对。");
  for (const party of ["company_rep", "petitioner", "representative"]) await clerk.locator(`[data-party=${party}]`).check();
  await clerk.locator("[data-do=freeze-agreement]").click();
  await picture("papers");
  for (const one of [petitioner, neighbour]) {
    await one.locator("[data-do=papers-wait]").click();
    await scribble(one.locator("[data-part=agreement]"));
    await one.locator("[data-part=agreement]").getByText("已手写签名").first().waitFor();
  }
  await company.locator("[data-do=papers-wait]").click();
  await pressedTwice(company.locator("[data-part=agreement]"));
  for (const one of [petitioner, clerk]) await one.locator("[data-agreed=true]").waitFor();
  await picture("agreed");
  for (const one of [petitioner, neighbour, company]) await one.getByRole("button", { name: "关闭" }).click();
});

story("the minutes are read back line by line", async () => {
  const { clerk, hall, petitioner, presider } = page;
  await presider.locator("[data-step=review_minutes]").click();
  await petitioner.locator("[data-part=read-back]").waitFor();
  await clerk.locator("[data-panel=minutes]").click();
  await clerk.locator("[data-do=read-next]").click();
  await hall.locator("[data-part=line-aloud]").getByText("核对到场人员身份").waitFor();
  await clerk.locator("[data-do=read-next]").press("ArrowDown");
  await hall.locator("[data-part=line-aloud]").getByText("屋面和外墙").waitFor();
  await petitioner.locator("[data-part=read-back] [aria-current]").getByText("屋面和外墙").waitFor();
  await picture("reading");
  for (const one of [petitioner, hall]) await readable(one);
  await clerk.locator("[data-do=read-stop]").click();
  await hall.locator("[data-part=line-aloud]").waitFor({ state: "detached" });
});

story("one draws, one confirms by code, one signs on paper, one refuses", async () => {
  const { bureau, clerk, company, neighbour, petitioner, presider } = page;
  await presider.locator("[data-step=start_signing]").click();
  await petitioner.locator("[data-part=read-back] [data-part=sign-pad]").waitFor();
  await petitioner.locator("[data-part=read-back] [data-do=sign]").scrollIntoViewIfNeeded();
  await picture("signing");
  await scribble(petitioner.locator("[data-part=read-back]"));
  await neighbour.locator("[data-do=send-code]").click();
  await neighbour.getByLabel("短信验证码", { exact: true }).fill(await messages.code());
  await neighbour.locator("[data-do=confirm-code]").click();
  await neighbour.locator("[data-part=own-mark]").getByText("短信验证码").waitFor();
  if (!(await company.locator("[data-do=refuse]").isVisible())) await company.locator("[data-do=read-back]").click();
  await company.locator("[data-do=refuse]").click();
  await company.getByLabel("拒绝签字的理由").fill("电梯停运的天数与我公司记录不符");
  await company.locator("[data-do=refuse-now]").click();
  for (const one of [presider, clerk, bureau]) await pressedTwice(one);
  const wall = clerk.locator(`[data-signer="${scene.seat("agency_rep")}"]`);
  const [chooser] = await Promise.all([clerk.waitForEvent("filechooser"), wall.locator("[data-do=scan]").click()]);
  await chooser.setFiles({ name: "签名页.pdf", mimeType: "application/pdf", buffer: pdfOf(["签名页"]) });
  // Who holds the paper says that it is of the version that stands.
  const asked = clerk.locator(".el-message-box").filter({ hasText: "纸上印的是" });
  await asked.getByRole("button", { name: "确定" }).click();
  await wall.getByText("已在纸上签名").waitFor();
  await clerk.getByText("天数与我公司记录不符").waitFor();
  await picture("signed");
});

story("the hearing ends with an outcome that takes up what was promised", async () => {
  const { company, petitioner, presider } = page;
  await presider.getByLabel("结论").fill("物业公司于十二月三十一日前公示三年公共收益账目；供暖期内恢复两部电梯运行；住建部门监督并书面答复。");
  await presider.getByText("诉求合理的解决问题到位").click();
  await presider.locator("[data-do=take-accepted]").click();
  await presider.getByText("会上已认领 · ").waitFor();
  await picture("outcome");
  await readable(presider);
  await presider.getByRole("button", { name: "作出结果并结束接访" }).click();
  await presider.getByRole("button", { name: "确定" }).last().click();
  for (const one of [petitioner, company]) await one.locator("[data-page=ended]").waitFor();
});

story("the desk has everything on one page, and publishes it", async () => {
  const { presider } = page;
  await presider.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  const sheet = presider.locator("[data-part=signing-sheet]");
  await sheet.locator("[data-paper=agreement] li").nth(2).waitFor();
  const kinds = await sheet.locator("[data-paper=minutes] li").evaluateAll((all) => all.map((one) => one.dataset.kind).sort());
  assert.deepEqual(kinds, ["coded", "confirmed", "confirmed", "confirmed", "drawn", "paper_scan", "refused"]);
  await presider.getByRole("button", { name: "公开给信访人" }).click();
  await presider.getByRole("button", { name: "确定" }).last().click();
  await presider.getByText("公开时间").first().waitFor();
  await presider.getByRole("button", { name: "公开给信访人" }).waitFor({ state: "detached" });
  await readable(presider);
  await presider.screenshot({ path: "test-results/story-desk-whole.png", fullPage: true });
  await documented(presider, "story-outcome", { fullPage: true, clip: { x: 0, y: 0, width: 1366, height: 1900 } });
});

/** Flips a bit in the first byte of a stored file; where that is, the entry of the ZIP's directory says. */
function flipped(zip, name) {
  const entry = zip.lastIndexOf(name) - 46;
  const header = zip.readUInt32LE(entry + 42);
  zip[header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)] ^= 1;
  return zip;
}

story("a stranger verifies the package of the hearing, and finds the file that was changed", async () => {
  const { presider } = page;
  const [download] = await Promise.all([presider.waitForEvent("download"), presider.locator("[data-do=package]").click()]);
  const bytes = await readFile(await download.path());
  await mkdir("target/evidence", { recursive: true });
  await writeFile("target/evidence/hearing.zip", bytes);
  assert.match(await server.command("verify", "target/evidence/hearing.zip"), /The package is whole/);
  await writeFile("test-results/story-changed.zip", flipped(bytes, "seals/1.txt"));
  await assert.rejects(server.command("verify", "test-results/story-changed.zip"), (error) => /WRONG.*seals\/1\.txt/.test(error.stdout));
});

story("at home the petitioner reads the outcome and who promised what", async () => {
  const counter = await Caller.signIn(server.origin, COUNTER.username, COUNTER.password);
  const { query_code: code } = await counter.post(`/petitions/${scene.petition.id}/query-code`);
  const { petitioner } = page;
  await petitioner.goto(`${server.origin}/query`);
  await petitioner.getByLabel("编号").first().fill(scene.petition.number);
  await petitioner.getByLabel("查询码").first().fill(code);
  await petitioner.getByRole("button", { name: "查询", exact: true }).click();
  const outcome = petitioner.locator("[data-part=outcome]");
  await outcome.getByText("供暖期内恢复两部电梯运行").first().waitFor();
  await outcome.getByText("监督物业公司公示三年公共收益账目").waitFor();
  await outcome.scrollIntoViewIfNeeded();
  await readable(petitioner);
  await picture("query");
});

story("the log's hash chain is whole", async () => {
  assert.match(await server.command("verify"), /as it was written/);
});
