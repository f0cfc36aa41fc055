import { afterEach, expect, it } from "vitest";
import { createApp, nextTick, ref, shallowRef, type App } from "vue";
import type { HearingRoom } from "./hearing";
import LineNotices from "./LineNotices.vue";
import { lineText } from "./lineText";

let app: App | null = null;
afterEach(() => app?.unmount());

/** What the page says of a line that carries `pictures` to it, and its own picture or not. */
async function says(pictures: string, unseen: boolean, quality: string): Promise<string> {
  const room = { pictures, grants: { attend: {} }, clockAhead: 0 };
  const hearing = {
    link: shallowRef({ is: "open" }), media: ref("connected"), now: ref(0), room: shallowRef(room),
    unseen: ref(unseen), quality: ref(quality), devices: { trouble: ref({}) }, sound: { blocked: ref(false) },
  };
  app = createApp(LineNotices, { hearing: hearing as unknown as HearingRoom });
  const place = document.createElement("div");
  app.mount(place);
  await nextTick();
  return place.textContent?.trim() ?? "";
}

const t = lineText.value;
it.each([
  ["nothing of a good line", "full", false, "good", ""],
  ["what comes slowly", "stills", false, "poor", t.pictures.stills],
  ["that one is not seen", "full", true, "poor", t.unseen],
  ["both, each way", "sound_only", true, "poor", t.unseen + t.pictures.sound_only],
  ["what to do where it is only bad", "full", false, "poor", t.poorAdvice],
])("says %s", async (_, pictures, unseen, quality, said) => {
  expect(await says(pictures, unseen, quality)).toBe(said);
});
