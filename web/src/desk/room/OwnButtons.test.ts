import { afterEach, expect, it, vi } from "vitest";
import { nextTick, ref, shallowRef } from "vue";
import type { Kind, Trouble } from "@/media/devices";
import { roomText } from "@/room/text";
import { apply } from "@/state/room";
import { welcome } from "@/state/sample";
import { show, type Shown } from "../parts/show";
import OwnButtons from "./OwnButtons.vue";

vi.mock("vue-router", () => ({ useRouter: () => ({}) }));

let shown: Shown;
afterEach(() => shown.gone());

/** Whether the button of a device says that it is on, and whether it says that the device does not work. */
function says(kind: Kind): [string | null | undefined, boolean | undefined] {
  const button = shown.page.querySelector(`[data-key=${kind}]`);
  return [button?.getAttribute("aria-pressed"), button?.textContent?.includes(roomText.value.notWorking)];
}

it("says of a device that is switched on and not to be had that it does not work", async () => {
  const room = apply(null, welcome(), 0);
  const trouble = ref<Partial<Record<Kind, Trouble>>>({ camera: "missing" });
  const hearing = {
    room: shallowRef(room), wants: ref({ microphone: true, camera: true }), devices: { screen: ref(null), trouble }, request: vi.fn(),
  };
  shown = show(OwnButtons, { hearing, room });
  expect([says("microphone"), says("camera")]).toEqual([["true", false], ["false", true]]);
  trouble.value = {};
  await nextTick();
  expect(says("camera")).toEqual(["true", false]);
  trouble.value = { camera: "denied" };
  hearing.wants.value = { microphone: true, camera: false };
  await nextTick();
  expect(says("camera")).toEqual(["false", false]); // off is off
});
