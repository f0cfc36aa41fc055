// The impairment matrix: one hearing, a phone on one bad line after the other, what it hears and sees and what the
// others hear and see of it. Not a test: it reports what it measures. `make matrix` runs it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ImpairedHearing, OTHERS } from "./kit/impaired.mjs";
import { alive, clear, summary, watch } from "./kit/quality.mjs";

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const SECONDS = Number(process.env.SECONDS_EACH ?? 25);
/** A line this bad may never bring everything; so long a page is given to come in. */
const JOIN_WITHIN_MS = 25_000;

/** (row, conditions both ways). The phone's page is loaded anew under each. */
const LINES = [
  ["a perfect line", {}],
  ...[5, 10, 20, 30].map((n) => [`${n} % loss`, { loss: { random: n / 100 }, delay_ms: 20 }]),
  ...[5, 10, 20, 30].map((n) => [
    `${n} % loss in bursts of 5`,
    { loss: { bursts: { share: n / 100, length: 5 } }, delay_ms: 20 },
  ]),
  ["300 ms delay, 50 ms jitter", { delay_ms: 300, jitter_ms: 50 }],
  ...[500, 200, 100, 50].map((kbit) => [`${kbit} kbit/s`, { rate_kbit: kbit, delay_ms: 20 }]),
  ["UDP blocked", { pass: "no_udp", delay_ms: 20 }],
  ["only one TCP port", (hearing) => ({ pass: { only_tcp: hearing.server.port }, delay_ms: 20 })],
];

/** (row, what happens to a phone that hears and sees everything). */
const EVENTS = [
  ["Wi-Fi to 4G", (network) => network.switchTo("4g")],
  ["4G to Wi-Fi", (network) => network.switchTo("wifi")],
  ["10 s black-out", (network) => network.blackOut(10_000), 10_000],
  ["a fall to 50 kbit/s", (network) => network.set({ rate_kbit: 50, delay_ms: 20 }), 0, understood],
];

/** An event is looked at from so long before it, for so long in all. */
const [BEFORE_MS, EVENT_MS] = [2000, 45_000];
const everything = (look) => alive(look, OTHERS);
const anything = (look) => alive(look, { voices: 1, pictures: 0 });

async function line(hearing, name, conditions) {
  const { phone, presider } = hearing.page;
  await hearing.network.set(typeof conditions === "function" ? conditions(hearing) : conditions);
  const began = Date.now();
  // A page of 1 MB takes minutes on the narrowest line; it comes from the cache, as on the second visit.
  await phone.reload({ timeout: 60_000, waitUntil: "commit" }).catch(() => {});
  const coming = await watch(phone, JOIN_WITHIN_MS, { every: 250, enough: anything }).catch(() => []);
  const joined = coming.length && anything(coming.at(-1)) ? Date.now() - began : null;
  await watch(phone, 5000).catch(() => []); // the estimates of the first seconds
  const [down, up] = await Promise.all([watch(phone, SECONDS * 1000), watch(presider, SECONDS * 1000)]);
  return { name, joined_ms: joined, back_ms: null, phone: summary(down), others: summary(up), counts: await hearing.network.counts() };
}

async function event(hearing, name, happen, lasts = 0, found = whole) {
  const { phone, presider } = hearing.page;
  await recover(hearing);
  const looking = [phone, presider].map((page) => watch(page, EVENT_MS + lasts, { every: 250 }));
  await new Promise((done) => setTimeout(done, BEFORE_MS));
  await happen(hearing.network);
  const [down, up] = await Promise.all(looking);
  const back = (looks, voices) => found(looks, BEFORE_MS, BEFORE_MS + lasts, voices);
  const after = (looks) => looks.filter((look) => look.at > BEFORE_MS);
  return { name, joined_ms: null, back_ms: { phone: back(down, 1), others: back(up, OTHERS.voices) }, phone: summary(after(down)), others: summary(after(up)) };
}

/** From `over` until everything is heard and seen again; 0 if nothing was missing in the 3 s after `began`. */
function whole(looks, began, over) {
  const gap = looks.findIndex((look) => look.at > began && look.at < began + 3000 && !everything(look));
  if (gap < 0) return 0;
  const voices = { ...OTHERS, pictures: 0 };
  const found = looks.find((look, n) => n > gap && look.at > over && alive(look, voices));
  return found ? found.at - over : null;
}

/** From `began` until so many voices can be understood again, and for two seconds; 0 if they could be all the time. */
function understood(looks, began, _over, voices) {
  const good = looks.map((look) => clear(look) >= voices);
  const gap = looks.findIndex((look, n) => look.at > began && look.at < began + 5000 && !good[n]);
  if (gap < 0) return 0;
  const found = looks.findIndex((_, n) => n > gap && n + 8 <= good.length && good.slice(n, n + 8).every(Boolean));
  return found < 0 ? null : looks[found].at - began;
}

/** A perfect line, and a phone that hears and sees everything on it. */
async function recover(hearing) {
  await hearing.network.set({});
  const looks = await watch(hearing.page.phone, 20_000, { every: 250, enough: everything });
  if (!everything(looks.at(-1))) await hearing.page.phone.reload();
  await hearing.settled();
}

const percent = (share) => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);
const seconds = (ms) => (ms === null ? "never" : `${(Math.max(0, ms) / 1000).toFixed(1)} s`);
const pictures = ({ fps, height }) => (fps > 0 ? `${fps.toFixed(1)} of ${height} lines` : "none");
/** The others always hear and see each other: with one voice fewer it is the phone's that is missing. */
const ofPhone = ({ voices, pictures, worst }) => ({
  ...worst,
  ...(voices < OTHERS.voices && { continuity: 0, concealed: null }),
  ...(pictures < OTHERS.pictures && { fps: 0 }),
});

function table(rows) {
  const cells = ({ name, joined_ms, back_ms, phone, others }) => [
    name,
    back_ms ? "" : seconds(joined_ms),
    percent(phone.continuity), percent(phone.concealed), phone.at_a_time?.toFixed(1) ?? "", pictures(phone),
    percent(ofPhone(others).continuity), percent(ofPhone(others).concealed), pictures(ofPhone(others)),
    back_ms ? `${seconds(back_ms.phone)} / ${seconds(back_ms.others)}` : "",
  ];
  const head = [
    "line", "join", "phone: sound goes on", "made up", "voices at a time", "pictures a second",
    "others, of the phone: sound goes on", "made up", "pictures a second", "sound back after (phone / others)",
  ];
  const line = (words) => `| ${words.join(" | ")} |`;
  return [line(head), line(head.map((_, n) => (n ? "---:" : "---"))), ...rows.map((row) => line(cells(row)))].join("\n");
}

const [BEGIN, END] = ["<!-- matrix: begin -->", "<!-- matrix: end -->"];

/** The rows measured now, among those of earlier runs that were not. */
async function publish(measured) {
  const file = path("target/matrix.json");
  const earlier = JSON.parse(await readFile(file, "utf8").catch(() => "[]"));
  const row = ([name]) => [...measured, ...earlier].find((one) => one.name === name);
  const rows = [...LINES, ...EVENTS].map(row).filter(Boolean);
  await mkdir(path("target"), { recursive: true });
  await writeFile(file, JSON.stringify(rows, null, 2));
  console.log(table(rows));
  const page = path("docs/measurements.md");
  const text = await readFile(page, "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest.split(END)[1];
  await writeFile(page, `${before}${BEGIN}\n${table(rows)}\n${END}${after}`);
}

const wanted = ([name]) => name.includes(process.env.ROWS ?? "");
const hearing = await ImpairedHearing.open({ tls: true });
const rows = [];
try {
  for (const row of LINES.filter(wanted)) {
    rows.push(await line(hearing, ...row));
    console.error(JSON.stringify(rows.at(-1)));
  }
  for (const row of EVENTS.filter(wanted)) {
    rows.push(await event(hearing, ...row));
    console.error(JSON.stringify(rows.at(-1)));
  }
  await publish(rows);
} finally {
  await hearing.close();
}
