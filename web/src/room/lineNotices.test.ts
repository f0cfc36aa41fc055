import { afterEach, expect, it, vi } from "vitest";
import { createApp, nextTick, ref, shallowRef, type App } from "vue";
import type { HearingRoom } from "./hearing";
import LineNotices from "./LineNotices.vue";
import { lineText } from "./lineText";

let app: App | null = null;
let place: HTMLElement;
afterEach(() => app?.unmount());

/** What the page says of a line that carries `pictures` to it, and its own picture or not. */
async function says(pictures: string, unseen: boolean, quality: string, more: object = {}, checking = false): Promise<string> {
  const room = { pictures, grants: { attend: {} }, clockAhead: 0 };
  const hearing = {
    link: shallowRef({ is: "open" }), media: ref("connected"), now: ref(0), room: shallowRef(room),
    unseen: ref(unseen), quality: ref(quality), devices: { trouble: ref({}), open: vi.fn() },
    sound: { blocked: ref(false), unlock: vi.fn() }, wants: ref({ microphone: true, camera: false }), renew: vi.fn(), ...more,
  };
  app = createApp(LineNotices, { hearing: hearing as unknown as HearingRoom, checking });
  place = document.createElement("div");
  app.mount(place);
  await nextTick();
  return place.textContent?.trim() ?? "";
}

const t = lineText.value;
it.each([
  ["nothing of a good line", "full", false, "good", ""],
  ["what comes slowly", "stills", false, "poor", t.pictures.stills],
  ["that one is not seen", "full", true, "poor", t.unseen],
  ["both, each way", "stills", true, "poor", t.unseen + t.pictures.stills],
  ["in one sentence that no picture goes either way", "sound_only", true, "poor", t.pictures.sound_only],
  ["what to do where it is only bad", "full", false, "poor", t.poorAdvice],
])("says %s", async (_, pictures, unseen, quality, said) => {
  expect(await says(pictures, unseen, quality)).toBe(said);
});

it.each([
  ["a device that is wanted and not to be had", { microphone: "missing" }, false, true],
  ["none that is switched off", { camera: "denied" }, false, false],
  ["none where the page itself lists the devices", { microphone: "busy" }, true, false],
])("tells of %s", async (_, trouble, checking, told) => {
  const devices = { trouble: ref(trouble), open: vi.fn() };
  expect(await says("full", false, "good", { devices }, checking)).toBe(told ? t.deviceGone + t.recover : "");
  place.querySelector("button")?.click();
  expect(devices.open).toHaveBeenCalledTimes(told ? 1 : 0);
});

it("lets a person try again whose sound and picture do not get through", async () => {
  const renew = vi.fn();
  expect(await says("full", false, "good", { media: ref("unusable"), renew })).toBe(t.mediaUnusable + t.recover);
  place.querySelector("button")?.click();
  expect(renew).toHaveBeenCalledOnce();
});
