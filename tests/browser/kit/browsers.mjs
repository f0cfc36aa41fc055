// Chromium (Playwright) and Firefox (WebDriver BiDi), with fake cameras and microphones, sealed off
// from every host but this machine's.
import { createRequire } from "node:module";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documented } from "./pictures.mjs";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));

const CHROMIUM_FLAGS = [
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream=fps=15",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--disable-gpu",
];

/** One Chromium process. `namespace`: run it in that network namespace. `secure`: origins to trust. `flags`: more. */
export async function launchChromium({ namespace, secure = [], flags = [] } = {}) {
  const { chromium } = require("playwright-core");
  return chromium.launch({
    executablePath: namespace ? await wrapper(namespace) : "/usr/bin/chromium",
    chromiumSandbox: false,
    args: [
      ...CHROMIUM_FLAGS,
      ...flags,
      ...(secure.length ? [`--unsafely-treat-insecure-origin-as-secure=${secure.join(",")}`] : []),
    ],
  });
}

async function wrapper(namespace) {
  const path = join(await mkdtemp(join(tmpdir(), "lianjie-netns-")), "chromium");
  await writeFile(path, `#!/bin/sh\nexec ip netns exec ${namespace} /usr/bin/chromium "$@"\n`, { mode: 0o755 });
  return path;
}

/** A phone: portrait, touch. */
export const PHONE = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
};

export const DESK = { viewport: { width: 1366, height: 768 }, locale: "zh-CN" };

/** A reception room's wall. */
export const HALL = { viewport: { width: 1920, height: 1080 }, locale: "zh-CN" };

export async function launchFirefox() {
  const puppeteer = require("puppeteer-core");
  return puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    headless: true,
    extraPrefsFirefox: {
      "intl.accept_languages": "zh-CN, zh",
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0,
      "media.peerconnection.ice.loopback": true,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
    },
  });
}

/** Runs in the page before its scripts: keeps every peer connection, so that a test can ask its statistics. */
export const KEEP_PEERS = () => {
  const Native = window.RTCPeerConnection;
  window.peers = [];
  window.RTCPeerConnection = class extends Native {
    constructor(...words) {
      super(...words);
      window.peers.push(this);
    }
  };
};

/** Runs in the page before its scripts: no phone's browser shares its screen. */
const NO_SCREEN = () => delete globalThis.MediaDevices?.prototype.getDisplayMedia;

/** A page for each name, in a context of its own, with camera and microphone: (name, browser, view). */
export async function openPages(...seats) {
  const pages = {};
  for (const [name, browser, view] of seats) {
    const context = await browser.newContext({ ...view, permissions: ["camera", "microphone"] });
    if (view.isMobile) await context.addInitScript(NO_SCREEN);
    pages[name] = await context.newPage();
  }
  return pages;
}

/** The whole page as `name` in the folder that LIANJIE_PICTURES names, if it names one. */
export async function pictured(page, name) {
  const folder = process.env.LIANJIE_PICTURES;
  if (folder && folder !== "1") await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** Keeps what every page shows, under `test-results/<story>-<name>-<who>.png`; by `<name>-<who>`, which of them the documentation shows. */
export const picturesOf = (story, pages, documents = {}) => async (name) => {
  await mkdir("test-results", { recursive: true });
  for (const [who, one] of Object.entries(pages)) {
    await one.screenshot({ path: `test-results/${story}-${name}-${who}.png` }).catch(() => {});
    const document = documents[`${name}-${who}`];
    if (document) await documented(one, document);
  }
};
