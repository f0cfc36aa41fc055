// How soon a page of the hearing sees: from its WebSocket's opening to the first decoded picture, in Chromium on
// loopback. Not a test: it reports what it measures, and adds it to what `scripts/bench` left. `scripts/bench-join` runs it;
// JOINS=20 says how often.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ImpairedHearing } from "./kit/impaired.mjs";

const JOINS = Number(process.env.JOINS ?? 20);

/** Runs in the page before its scripts: when its WebSocket opened, when a picture was first decoded. */
const STOPWATCH = () => {
  window.stopwatch = {};
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...words) {
      super(...words);
      this.addEventListener("open", () => (window.stopwatch.opened ??= performance.now()));
    }
  };
  const look = async () => {
    for (const peer of window.peers ?? []) {
      for (const stat of (await peer.getStats()).values()) {
        if (stat.type === "inbound-rtp" && stat.framesDecoded > 0) window.stopwatch.saw ??= performance.now();
      }
    }
    if (window.stopwatch.saw === undefined) setTimeout(look, 5);
  };
  void look();
};

const LINES = `${process.env.CARGO_TARGET_DIR ?? "target"}/bench/media.json`;

/** Puts a case's line in place of its last. */
const keep = (line) => {
  const lines = existsSync(LINES) ? JSON.parse(readFileSync(LINES, "utf8")) : [];
  const others = lines.filter((other) => other.case !== line.case);
  mkdirSync(dirname(LINES), { recursive: true });
  writeFileSync(LINES, `${JSON.stringify([...others, line], null, 2)}\n`);
};

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const hearing = await ImpairedHearing.open();
try {
  const { district } = hearing.page;
  await district.addInitScript(STOPWATCH);
  const took = [];
  for (let n = 0; n < JOINS; n++) {
    await district.reload();
    await district.waitForFunction(() => window.stopwatch?.saw !== undefined, undefined, { timeout: 20_000 });
    took.push(await district.evaluate(() => window.stopwatch.saw - window.stopwatch.opened));
  }
  took.sort((a, b) => a - b);
  const [p50, p95] = [0.5, 0.95].map((share) => Math.round(percentile(took, share)));
  console.log(`join in Chromium, ${JOINS} times: WebSocket open to first decoded picture p50 ${p50} ms, p95 ${p95} ms`);
  keep({ case: "join-chromium", p50_ms: p50, p95_ms: p95 });
} finally {
  await hearing.close();
}
