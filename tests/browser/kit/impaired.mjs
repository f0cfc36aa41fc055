// A hearing with presider and clerk at their desks, a district's room, and a petitioner's phone behind the impairer.
import { DESK, KEEP_PEERS, launchChromium, PHONE } from "./browsers.mjs";
import { CLERK, PRESIDER, scheduleHearing } from "./case.mjs";
import { startNetem } from "./netem.mjs";
import { admitAllAndStart, enterFromDesk, joinByLink } from "./people.mjs";
import { growth, moving, sounding } from "./received.mjs";
import { startServer } from "./server.mjs";
import { until } from "./wait.mjs";

/** What each gets of the three others when all is well. */
export const OTHERS = { voices: 3, pictures: 3 };

export class ImpairedHearing {
  page = {};

  /** `tls`: by HTTPS, whose port is TURN's too. */
  static async open({ tls = false } = {}) {
    const hearing = new ImpairedHearing();
    try {
      await hearing.#open(tls);
    } catch (error) {
      await hearing.close();
      throw error;
    }
    return hearing;
  }

  async #open(tls) {
    this.network = await startNetem();
    this.server = await startServer({ addresses: [this.network.host], tls });
    this.phoneOrigin = `${tls ? "https" : "http"}://${this.network.host}:${this.server.port}`;
    const scene = await scheduleHearing(this.server.origin);
    const flags = tls ? ["--ignore-certificate-errors"] : [];
    this.office = await launchChromium({ flags });
    this.mobile = await launchChromium({ namespace: this.network.namespace, secure: [this.phoneOrigin], flags });
    for (const [name, browser, view] of [
      ["presider", this.office, DESK],
      ["clerk", this.office, DESK],
      ["district", this.office, DESK],
      ["phone", this.mobile, PHONE],
    ]) {
      const context = await browser.newContext({ ...view, permissions: ["camera", "microphone"], ignoreHTTPSErrors: tls });
      await context.addInitScript(KEEP_PEERS);
      this.page[name] = await context.newPage();
    }
    await enterFromDesk(this.page.presider, this.server.origin, PRESIDER, scene.hearing.id);
    await enterFromDesk(this.page.clerk, this.server.origin, CLERK, scene.hearing.id);
    await joinByLink(this.page.district, scene.links.district);
    await joinByLink(this.page.phone, scene.links.phone.replace(this.server.origin, this.phoneOrigin));
    await admitAllAndStart(this.page.presider);
    await this.settled();
  }

  /** Waits until the phone hears and sees the others, and they see and hear the phone. */
  async settled(within = 60_000) {
    const all = (page) => async () => {
      const rows = await growth(page, 1000);
      return sounding(rows) >= OTHERS.voices && moving(rows) >= OTHERS.pictures;
    };
    await until("the phone hears and sees the others", all(this.page.phone), { within });
    await until("the presider hears and sees the others", all(this.page.presider), { within });
  }

  async close() {
    await Promise.allSettled([this.office?.close(), this.mobile?.close()]);
    await this.server?.stop();
    await this.network?.stop();
  }
}
