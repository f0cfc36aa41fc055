import { nextTick, shallowRef } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import { show, type Shown } from "@/desk/parts/show";
import BlurSwitch from "./BlurSwitch.vue";

let shown: Shown;
afterEach(() => shown.gone());

/** A camera that blurs as it is told, or refuses. */
function camera(backgroundBlur?: boolean[], refuses = false) {
  const settings = { backgroundBlur: false };
  const applyConstraints = vi.fn(async (asked: { backgroundBlur: { exact: boolean } }) => {
    if (refuses) throw new Error("OverconstrainedError");
    settings.backgroundBlur = asked.backgroundBlur.exact;
  });
  return { getCapabilities: () => ({ backgroundBlur }), getSettings: () => settings, getConstraints: () => ({ width: 640 }), applyConstraints };
}

const open = (first: unknown) => {
  const devices = { camera: shallowRef(first) };
  shown = show(BlurSwitch, { devices });
  return devices;
};
const key = () => shown.page.querySelector<HTMLInputElement>("[data-do=blur]");
const settle = async () => { for (let i = 0; i < 6; i++) await nextTick(); };

it.each([["none", undefined], ["never", [false]], ["always", [true]]])("offers nothing where the camera leaves no choice: %s", (_, offered) => {
  open(camera(offered));
  expect(key()).toBeNull();
});

it("blurs this camera and the one that comes back, and leaves its other constraints", async () => {
  const [first, second] = [camera([false, true]), camera([false, true])];
  const devices = open(first);
  key()?.click();
  await settle();
  expect(first.applyConstraints).toHaveBeenCalledExactlyOnceWith({ width: 640, backgroundBlur: { exact: true } });
  devices.camera.value = second;
  await settle();
  expect(second.getSettings().backgroundBlur).toBe(true);
  key()?.click();
  await settle();
  expect(second.getSettings().backgroundBlur).toBe(false);
});

it.each([["refuses", camera([false, true], true)], ["cannot", camera()]])("says so where the next camera %s", async (_, next) => {
  const devices = open(camera([false, true]));
  key()?.click();
  await settle();
  devices.camera.value = next;
  await settle();
  expect(shown.page.querySelector("[role=alert]")?.textContent).toContain("没能虚化背景");
  expect(key()?.checked ?? false).toBe(false);
});

it("blurs what is behind somebody who switched it off and on while the camera was still at it", async () => {
  const one = camera([false, true]);
  open(one);
  key()?.click();
  await settle();
  let unblurred: () => void = () => undefined;
  one.applyConstraints.mockImplementationOnce(async () => {
    await new Promise<void>((done) => (unblurred = done));
    one.getSettings().backgroundBlur = false;
  });
  key()?.click();
  await settle();
  key()?.click();
  await settle();
  unblurred();
  await settle();
  expect([key()?.checked, one.getSettings().backgroundBlur]).toEqual([true, true]);
});
