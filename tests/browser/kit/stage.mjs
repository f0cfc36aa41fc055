// What a story needs before it begins: the server, a hearing of its own, and a page for everybody in it.
import { after, before } from "node:test";
import { DESK, launchChromium, openPages, PHONE, picturesOf } from "./browsers.mjs";
import { scheduleHearing } from "./case.mjs";
import { startServer } from "./server.mjs";
import { toldWith } from "./story.mjs";

const FOUR = { presider: DESK, clerk: DESK, district: DESK, phone: PHONE };

/**
 * Opens everything before the first test of the file and closes it after the last. `extra`: further seats of the hearing.
 * `people`: the view of each page; desks share one browser, all others a second one. `told` gives the story `server` and
 * `scene`, which do not exist before the tests run.
 */
export function openStage({ name, extra, people = FOUR }) {
  const page = {};
  const picture = picturesOf(name, page);
  let server, scene, office, mobile;

  before(async () => {
    server = await startServer();
    scene = await scheduleHearing(server.origin, extra);
    office = await launchChromium();
    mobile = await launchChromium();
    const seats = Object.entries(people).map(([who, view]) => [who, view === DESK ? office : mobile, view]);
    Object.assign(page, await openPages(...seats));
  });

  after(async () => {
    await Promise.allSettled([office?.close(), mobile?.close()]);
    await server?.stop();
  });

  const told = toldWith(picture, () => server, page);
  return { page, picture, told: (tell) => told(() => tell({ server, scene })) };
}
