// Which devices there are to choose from. Beside the call itself, which loads without it.
import type { Kind } from "./devices";

export interface Device {
  readonly id: string;
  readonly name: string;
}

/** Devices of a kind, known only once permission was given. */
export async function pluggedIn(kind: Kind): Promise<Device[]> {
  const wanted = kind === "microphone" ? "audioinput" : "videoinput";
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  // `default` and `communications` are aliases that lose the microphone when one is plugged in.
  return all
    .filter((d) => d.kind === wanted && d.deviceId !== "" && !["default", "communications"].includes(d.deviceId))
    .map((d) => ({ id: d.deviceId, name: d.label }));
}
