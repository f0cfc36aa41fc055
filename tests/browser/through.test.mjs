// A joint hearing held over four networks, none of which lets plain UDP through to the media port: TURN over
// UDP, over TCP and in TLS on the pages' port, and ICE over TCP.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, KEEP_PEERS, launchChromium, PHONE } from "./kit/browsers.mjs";
import { CLERK, PRESIDER, scheduleHearing } from "./kit/case.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink } from "./kit/people.mjs";
import { CARRIER, growth, moving, sounding } from "./kit/received.mjs";
import { startServer } from "./kit/server.mjs";
import { until } from "./kit/wait.mjs";

/** Who comes by which way, and what of a page's ways it is left. TURN over UDP is told of by nobody (docs/adr/0011). */
const WAYS = {
  presider: { carrier: "relay udp", urls: "^turn:.*=udp$" },
  clerk: { carrier: "relay tcp", urls: "^turn:.*=tcp$" },
  district: { carrier: "relay tls", urls: "^turns:" },
  phone: { carrier: "host tcp", urls: null },
};

/** Runs in the page before its scripts: a network that lets nothing out but one way. */
const ONE_WAY = (urls) => {
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(config) {
      const servers = (config.iceServers ?? []).map((server) => ({
        ...server,
        urls: server.urls
          .flatMap((url) => (url.startsWith("turn:") ? [url, url.replace(/tcp$/, "udp")] : [url]))
          .filter((url) => urls !== null && new RegExp(urls).test(url)),
      }));
      const iceServers = servers.filter((server) => server.urls.length > 0);
      super({ ...config, iceServers, iceTransportPolicy: urls === null ? "all" : "relay" });
    }
    setRemoteDescription(description) {
      if (urls !== null) return super.setRemoteDescription(description);
      const sdp = description.sdp.replace(/a=candidate:\S+ \d udp .*\r\n/g, "");
      return super.setRemoteDescription({ type: description.type, sdp });
    }
  };
};

let server, browser, scene;
const page = {};

before(async () => {
  server = await startServer({ tls: true });
  scene = await scheduleHearing(server.origin);
  browser = await launchChromium({ flags: ["--ignore-certificate-errors"] });
  for (const [name, { urls }] of Object.entries(WAYS)) {
    const view = name === "phone" ? PHONE : DESK;
    const context = await browser.newContext({ ...view, permissions: ["camera", "microphone"], ignoreHTTPSErrors: true });
    await context.addInitScript(ONE_WAY, urls);
    await context.addInitScript(KEEP_PEERS);
    page[name] = await context.newPage();
  }
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("TURN over UDP, TCP and TLS and ICE over TCP each carry a seat that sees and hears the others", async () => {
  await enterFromDesk(page.presider, server.origin, PRESIDER, scene.hearing.id);
  await enterFromDesk(page.clerk, server.origin, CLERK, scene.hearing.id);
  await joinByLink(page.district, scene.links.district);
  await joinByLink(page.phone, scene.links.phone);
  await admitAllAndStart(page.presider);
  for (const [name, { carrier }] of Object.entries(WAYS)) {
    await until(`${name} sees and hears three others`, async () => {
      const rows = await growth(page[name], 1000);
      return moving(rows) >= 3 && sounding(rows) >= 3;
    }, { within: 45_000 });
    assert.equal(await page[name].evaluate(CARRIER), carrier, name);
  }
});
