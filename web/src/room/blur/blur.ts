// What is behind the person, blurred by the camera itself or its driver where it offers that: nothing is computed here.
import { effectScope, ref, watch, type Ref } from "vue";
import type { Devices } from "@/media/devices";

export interface Blur {
  /** What the person wants, of whichever camera comes next. */
  readonly on: Ref<boolean>;
  /** The camera did not do it: what is behind them is seen. */
  readonly failed: Ref<boolean>;
}

/** Whether it is this camera's to choose; of one that always blurs, or never does, nothing is asked. */
export function canBlur(track: MediaStreamTrack | null): boolean {
  return (track?.getCapabilities?.().backgroundBlur ?? []).length > 1;
}

const isBlurred = (track: MediaStreamTrack) => track.getSettings().backgroundBlur === true;

const known = new WeakMap<Devices, Blur>();

/** Of these devices; it goes on after the page's part that asked is gone: a camera that comes back is blurred again. */
export function blurOf(devices: Devices): Blur {
  const before = known.get(devices);
  if (before) return before;
  const blur: Blur = { on: ref(false), failed: ref(false) };
  known.set(devices, blur);
  effectScope(true).run(() => {
    watch(blur.on, () => void follow(devices, blur), { flush: "sync" });
    watch(devices.camera, (track) => {
      // By the system's own setting: shown as it is, and never undone unasked.
      if (track && isBlurred(track)) blur.on.value = true;
      else void follow(devices, blur);
    }, { flush: "sync", immediate: true });
  });
  return blur;
}

async function follow(devices: Devices, blur: Blur): Promise<void> {
  const { on, failed } = blur;
  const [track, wanted] = [devices.camera.value, on.value];
  if (track === null || isBlurred(track) === wanted) return;
  if (wanted) failed.value = false;
  let done = true;
  try {
    if (!canBlur(track)) throw new Error("no such camera");
    // All of a track's constraints are named each time: those that are left out no longer hold.
    await track.applyConstraints({ ...track.getConstraints(), backgroundBlur: { exact: wanted } });
  } catch {
    done = false;
  }
  if (devices.camera.value !== track) return;
  // Wanted otherwise meanwhile: the camera was not yet what it is now.
  if (on.value !== wanted) return follow(devices, blur);
  if (done || !wanted) return;
  failed.value = true;
  on.value = false;
}
