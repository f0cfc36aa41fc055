// A desktop's screen as a source. Loaded after the call: phones cannot share theirs.
import type { Devices } from "./devices";

const SCREEN: MediaTrackConstraints = {
  width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 10, max: 15 },
};

/** Lets the person choose a screen; without a choice none is shared. */
export async function share(devices: Devices): Promise<void> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: SCREEN, audio: false }).catch(() => null);
  const track = stream?.getVideoTracks()[0] ?? null;
  if (!devices.isOpen) return track?.stop(); // the person left while choosing
  if (track) {
    track.contentHint = "detail";
    track.onended = () => (devices.screen.value = null);
  }
  devices.screen.value = track;
}
