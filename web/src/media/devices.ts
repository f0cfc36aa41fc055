// The own microphone, camera and screen. One getUserMedia for both: on iOS a second one ends the first.
import { shallowRef, type ShallowRef } from "vue";
import { CAPTURE, type Camera } from "./layers";

export type Trouble =
  /** Page not served over HTTPS. */
  | "insecure"
  /** The browser has no access to devices: many in-app browsers. */
  | "unsupported"
  | "denied"
  | "missing"
  /** Another program has it. */
  | "busy"
  /** It worked and was taken away: a phone call, an unplugged camera. */
  | "interrupted";

export type Kind = "microphone" | "camera";

export interface Device {
  readonly id: string;
  readonly name: string;
}

const SCREEN: MediaTrackConstraints = {
  width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 10, max: 15 },
};
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** A track muted by the system this long does not come back by itself. */
const MUTED_TOO_LONG_MS = 5000;

export class Devices {
  readonly microphone: ShallowRef<MediaStreamTrack | null> = shallowRef(null);
  readonly camera: ShallowRef<MediaStreamTrack | null> = shallowRef(null);
  readonly screen: ShallowRef<MediaStreamTrack | null> = shallowRef(null);
  readonly trouble: ShallowRef<Readonly<Partial<Record<Kind, Trouble>>>> = shallowRef({});
  private readonly chosen: Partial<Record<Kind, string>> = {};
  private wanted: Record<Kind, boolean> = { microphone: true, camera: true };
  private opening: Promise<void> | null = null;
  private isOpen = false;
  private readonly seen = () => document.visibilityState === "visible" && this.mend();

  constructor(private readonly size: Camera = cameraHere()) {}

  /** Asks for microphone and camera; what cannot be had is told in {@link trouble}. */
  open(wanted: Record<Kind, boolean> = this.wanted): Promise<void> {
    this.wanted = wanted;
    if (!this.isOpen) document.addEventListener("visibilitychange", this.seen);
    this.isOpen = true;
    this.opening ??= this.acquire().finally(() => (this.opening = null));
    return this.opening;
  }

  /** Gets back what was taken away. Safe to call at any time; on a phone best from a tap. */
  mend(): void {
    const broken = (kind: Kind) => this.wanted[kind] && this[kind].value?.readyState !== "live";
    const lost = Object.values(this.trouble.value).includes("interrupted");
    if (this.isOpen && lost && (broken("microphone") || broken("camera"))) void this.open();
  }

  choose(kind: Kind, id: string): Promise<void> {
    this.chosen[kind] = id;
    return this.open();
  }

  /** Devices of a kind, known only once permission was given. */
  async list(kind: Kind): Promise<Device[]> {
    const wanted = kind === "microphone" ? "audioinput" : "videoinput";
    const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    // `default` and `communications` are aliases that lose the microphone when one is plugged in.
    return all
      .filter((d) => d.kind === wanted && d.deviceId !== "" && !["default", "communications"].includes(d.deviceId))
      .map((d) => ({ id: d.deviceId, name: d.label }));
  }

  /** A desktop's screen; resolves to null when the person changed their mind. */
  async share(): Promise<MediaStreamTrack | null> {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: SCREEN, audio: false });
      const track = stream.getVideoTracks()[0] ?? null;
      if (track) {
        track.contentHint = "detail";
        track.onended = () => (this.screen.value = null);
      }
      this.screen.value = track;
    } catch {
      this.screen.value = null;
    }
    return this.screen.value;
  }

  unshare(): void {
    this.screen.value?.stop();
    this.screen.value = null;
  }

  close(): void {
    this.isOpen = false;
    document.removeEventListener("visibilitychange", this.seen);
    this.unshare();
    this.stop("microphone");
    this.stop("camera");
  }

  private async acquire(): Promise<void> {
    const fault = unavailable();
    if (fault !== null) {
      this.trouble.value = { microphone: fault, camera: fault };
      return;
    }
    const { microphone, camera } = this.wanted;
    try {
      this.take(await this.ask(microphone, camera), {});
    } catch (both) {
      if (microphone && camera) await this.acquireApart(troubleOf(both));
      else this.trouble.value = { [microphone ? "microphone" : "camera"]: troubleOf(both) };
    }
  }

  /** One of the two is missing or busy: the other is still worth having. */
  private async acquireApart(first: Trouble): Promise<void> {
    const troubles: Partial<Record<Kind, Trouble>> = {};
    for (const kind of ["microphone", "camera"] as const) {
      try {
        this.take(await this.ask(kind === "microphone", kind === "camera"), {});
      } catch (error) {
        troubles[kind] = first === "denied" ? "denied" : troubleOf(error);
      }
    }
    this.trouble.value = troubles;
  }

  private ask(microphone: boolean, camera: boolean): Promise<MediaStream> {
    if (microphone) this.stop("microphone");
    if (camera) this.stop("camera");
    const exact = (kind: Kind) => (this.chosen[kind] ? { deviceId: { exact: this.chosen[kind] } } : {});
    return navigator.mediaDevices.getUserMedia({
      audio: microphone && { ...MICROPHONE, ...exact("microphone") },
      video: camera && { ...cameraOf(this.size), ...exact("camera"), ...(this.chosen.camera ? { facingMode: undefined } : {}) },
    });
  }

  private take(stream: MediaStream, troubles: Partial<Record<Kind, Trouble>>): void {
    for (const track of stream.getTracks()) this.adopt(track.kind === "audio" ? "microphone" : "camera", track);
    this.trouble.value = troubles;
  }

  private adopt(kind: Kind, track: MediaStreamTrack): void {
    this[kind].value = track;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const gone = () => {
      if (this[kind].value !== track) return;
      track.stop();
      this.trouble.value = { ...this.trouble.value, [kind]: "interrupted" };
      this.seen();
    };
    track.onended = gone;
    track.onmute = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => track.muted && document.visibilityState === "visible" && gone(), MUTED_TOO_LONG_MS);
    };
    track.onunmute = () => clearTimeout(waiting);
  }

  private stop(kind: Kind): void {
    const track = this[kind].value;
    if (track === null) return;
    track.onended = null;
    track.onmute = null;
    track.stop();
    this[kind].value = null;
  }
}

/** Why no device can be had here at all, or null. */
export function unavailable(): Trouble | null {
  if (typeof navigator.mediaDevices?.getUserMedia === "function") return null;
  return window.isSecureContext ? "unsupported" : "insecure";
}

export function canShareScreen(): boolean {
  return !isPhone() && typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** A reception room's machine sends 1280x720 beside its smaller layers; a phone or two slow cores do not. */
export function cameraHere(): Camera {
  return !isPhone() && (navigator.hardwareConcurrency ?? 2) >= 4 ? "room" : "phone";
}

export function isPhone(): boolean {
  return /Android|iPhone|iPad|Mobile/i.test(navigator.userAgent);
}

function cameraOf(size: Camera): MediaTrackConstraints {
  const { width, height, rate } = CAPTURE[size];
  return {
    width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: rate, max: rate + 5 }, facingMode: "user",
  };
}

/** In-app browsers that may be without devices: there the page says how to open it elsewhere. */
export function isWeChat(userAgent = navigator.userAgent): boolean {
  return /MicroMessenger/i.test(userAgent);
}

function troubleOf(error: unknown): Trouble {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError": return "denied";
    case "NotFoundError":
    case "OverconstrainedError": return "missing";
    case "NotReadableError":
    case "AbortError": return "busy";
    default: return "unsupported";
  }
}
