// A joint hearing as people hold it: three rooms and a phone, real media through the relay, to the end.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Caller } from "./kit/api.mjs";
import { DESK, KEEP_PEERS, launchChromium, PHONE, picturesOf } from "./kit/browsers.mjs";
import { CLERK, COUNTER, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink, write } from "./kit/people.mjs";
import { CARRIER, growth, moving, sounding } from "./kit/received.mjs";
import { PhoneNetwork } from "./kit/network.mjs";
import { documented } from "./kit/pictures.mjs";
import { startServer } from "./kit/server.mjs";
import { stepsWith } from "./kit/story.mjs";
import { until } from "./kit/wait.mjs";

let network, server, office, mobile, scene;
const page = {};

before(async () => {
  network = new PhoneNetwork();
  server = await startServer({ addresses: [network.host] });
  scene = await scheduleHearing(server.origin);
  office = await launchChromium();
  mobile = await launchChromium({ namespace: network.namespace, secure: [phoneOrigin()] });
  for (const [name, browser, view] of [
    ["province", office, DESK],
    ["city", office, DESK],
    ["district", office, DESK],
    ["phone", mobile, PHONE],
  ]) {
    const context = await browser.newContext({ ...view, permissions: ["camera", "microphone"] });
    await context.addInitScript(KEEP_PEERS);
    page[name] = await context.newPage();
  }
});

after(async () => {
  await Promise.allSettled([office?.close(), mobile?.close()]);
  await server?.stop();
  network?.remove();
});

const picture = picturesOf("hearing", page);
const story = stepsWith(picture, () => server, page);

const phoneOrigin = () => `http://${network.host}:${server.port}`;
const everybody = () => Object.entries(page);

story("everybody comes in and the session begins", async () => {
  await enterFromDesk(page.province, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(page.city, server.origin, CLERK, scene.hearing.id);
  await joinByLink(page.district, scene.links.district);
  await joinByLink(page.phone, scene.links.phone.replace(server.origin, phoneOrigin()));
  await admitAllAndStart(page.province);
  for (const [, one] of everybody()) await one.getByText("开场核身").first().waitFor({ timeout: 20_000 });
});

story("each decodes moving pictures and hears sound of all three others", async () => {
  for (const [name, one] of everybody()) {
    await until(`${name} sees and hears three others`, async () => {
      const rows = await growth(one);
      return moving(rows) >= 3 && sounding(rows) >= 3;
    }, { within: 60_000 });
  }
});

story("with nothing in between everybody's media come by direct UDP", async () => {
  for (const [name, one] of everybody()) assert.equal(await one.evaluate(CARRIER), "host udp", name);
});

story("the presider watches everybody's line", async () => {
  await page.province.getByRole("button", { name: "网络情况" }).click();
  const lines = page.province.locator("[data-part=lines] tbody tr");
  await until("four seats have a word and a round trip", async () => {
    const rows = await lines.allInnerTexts();
    return rows.length === 4 && rows.every((row) => /良好|一般|较差/.test(row) && /\d+ ms/.test(row));
  }, { within: 30_000 });
});

story("the clerk's lines reach everybody", async () => {
  const line = "物业公司承诺三日内公开近三年收支账目。";
  await write(page.city, line);
  for (const name of ["province", "city", "district"]) await page[name].getByText(line).first().waitFor();
  await page.phone.getByRole("button", { name: /笔录/ }).first().click();
  await page.phone.getByRole("dialog").getByText(line).waitFor();
  await page.phone.keyboard.press("Escape");
  await page.city.getByText("已保存").first().waitFor();
  await documented(page.city, "hearing");
});

story("a mute by the presider silences at the relay", async () => {
  const muteAll = page.province.getByRole("button", { name: "全体静音", exact: true });
  await muteAll.click();
  await until("the phone receives no microphone but the presider's", async () => {
    const packets = (await growth(page.phone)).filter((row) => row.kind === "audio" && row.packets > 0);
    return packets.length === 1;
  });
  await page.province.getByRole("button", { name: "解除全体静音" }).click();
  await until("the phone hears all three again", async () => sounding(await growth(page.phone)) >= 3);
});

story("a phone without network for five seconds is back without a click", async () => {
  network.pull();
  await page.city.getByText("掉线").or(page.city.getByText("网络中断")).first().waitFor({ timeout: 20_000 });
  await new Promise((done) => setTimeout(done, 5000));
  network.plug();
  const plugged = Date.now();
  await until("the phone sees and hears three others again", async () => {
    const rows = await growth(page.phone, 1000);
    return moving(rows) >= 3 && sounding(rows) >= 3;
  }, { within: 30_000 });
  await until("the others see the phone move", async () => moving(await growth(page.district, 1000)) >= 3);
  await until("the presider reads why it was gone", async () => {
    return /网络中断/.test(await page.province.locator("[data-part=lines]").innerText());
  });
  await page.province.getByRole("button", { name: "网络情况" }).click();
  console.log(`# back ${Date.now() - plugged} ms after the network`);
});

story("the hearing closes with an outcome the petitioner reads by query code", async () => {
  for (const key of ["下一环节：陈述", "下一环节：核对笔录", "核对笔录"]) {
    await page.province.getByRole("button", { name: key, exact: true }).click();
  }
  await writeOutcome(page.province);
  for (const name of ["district", "phone"]) await page[name].getByText("会议结束了").first().waitFor({ timeout: 20_000 });

  await page.city.goto(`${server.origin}/desk/hearings/${scene.hearing.id}`);
  await page.city.getByRole("heading", { name: "信号质量" }).waitFor();
  await until("the report of the lines is on the hearing's page", async () => {
    const seats = await page.city.locator("[data-part=quality] li").allInnerTexts();
    return seats.length === 4 && seats.every((seat) => /良好 \d+ %/.test(seat)) && seats.some((seat) => /网络中断 1/.test(seat));
  });

  const presider = await Caller.signIn(server.origin, PRESIDER.username, PRESIDER.password);
  await presider.post(`/hearings/${scene.hearing.id}/publish`);
  const timeline = await scene.desk.timeline(scene.petition.id);
  const kinds = timeline.map((event) => event.kind);
  for (const kind of ["hearing.outcome_issued", "action_item.ordered", "hearing.outcome_published"]) {
    assert.ok(kinds.includes(kind), `${kind} is on the timeline`);
  }
  const counter = await Caller.signIn(server.origin, COUNTER.username, COUNTER.password);
  const { query_code: code } = await counter.post(`/petitions/${scene.petition.id}/query-code`);
  await page.phone.goto(`${phoneOrigin()}/query`);
  await page.phone.getByLabel("编号").first().fill(scene.petition.number);
  await page.phone.getByLabel("查询码").first().fill(code);
  await page.phone.getByRole("button", { name: /查询/ }).first().click();
  await page.phone.getByText("七日内公开全部账目").first().waitFor();
});

async function writeOutcome(one) {
  await one.locator("[data-do=outcome]").click();
  await one.locator("[data-part=unsigned]").getByText("尚未签字").waitFor();
  await one.getByLabel("结论").fill("物业公司七日内公开全部账目，街道办监督落实。");
  await one.getByText("诉求合理的解决问题到位").click();
  await one.getByRole("button", { name: "添加交办事项" }).click();
  await one.getByRole("button", { name: "选作依据" }).first().click();
  await one.getByRole("combobox", { name: "责任单位" }).click();
  await one.getByRole("option", { name: "七里河区信访局", exact: true }).click();
  await one.getByLabel("不签字就结束的原因").fill("各方同意另行补签");
  await one.getByRole("button", { name: "不签字，作出结果并结束接访" }).click();
  await one.getByRole("button", { name: "确定" }).last().click();
}

story("the log's hash chain is whole", async () => {
  assert.match(await server.command("verify"), /as it was written/);
});
