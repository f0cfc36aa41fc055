// The own microphone and camera, and the screen while it is shared. One getUserMedia for both: on iOS a second one ends the first.
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

const KINDS: Kind[] = ["microphone", "camera"];

const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** A track muted by the system this long does not come back by itself. */
const MUTED_TOO_LONG_MS = 5000;

export class Devices {
  readonly microphone: ShallowRef<MediaStreamTrack | null> = shallowRef(null);
  readonly camera: ShallowRef<MediaStreamTrack | null> = shallowRef(null);
  readonly screen: ShallowRef<MediaStreamTrack | null> = shallowRef(null);
  /** Of each kind that is not to be had now, why. */
  readonly trouble: ShallowRef<Readonly<Partial<Record<Kind, Trouble>>>> = shallowRef({});
  private readonly chosen: Partial<Record<Kind, string>> = {};
  private opening: Promise<void> | null = null;
  /** Something was asked for while {@link opening} was under way, which may be too late for it. */
  private again = false;
  /** Whether this page uses devices now: what the browser hands over later is turned off at once. */
  isOpen = false;
  private readonly seen = () => document.visibilityState === "visible" && this.mend();

  constructor(private readonly size: Camera = cameraHere()) {}

  /** Asks for microphone and camera; what cannot be had is told in {@link trouble}. */
  open(kinds = KINDS): Promise<void> {
    if (!this.isOpen) document.addEventListener("visibilitychange", this.seen);
    this.isOpen = true;
    this.again = this.opening !== null;
    this.opening ??= this.acquire(kinds).finally(() => {
      this.opening = null;
      if (this.again) this.mend();
    });
    return this.opening;
  }

  /**
   * Asks again for what cannot be had, unless the person refused it. Safe to call at any time; on a phone best from a tap.
   * A phone is asked for both only where one was taken away: that cuts the other short.
   */
  mend(kinds = KINDS): void {
    const trouble = this.trouble.value;
    const lost = kinds.filter((kind) => (trouble[kind] ?? "denied") !== "denied");
    const both = isPhone() && lost.some((kind) => trouble[kind] === "interrupted");
    if (this.isOpen && lost[0]) void this.open(both ? KINDS : lost);
  }

  /** What is being opened now was asked for before this choice: it is opened once more. */
  async choose(kind: Kind, id: string): Promise<void> {
    this.chosen[kind] = id;
    while (this.opening) await this.opening;
    if (this.isOpen) await this.open();
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

  private async acquire(kinds: Kind[]): Promise<void> {
    const fault = unavailable();
    if (fault !== null) {
      this.trouble.value = { microphone: fault, camera: fault };
      return;
    }
    const together = kinds.length > 1 ? await this.ask(kinds) : "missing";
    for (const kind of kinds) {
      // One of the two is missing or busy: the other is still worth having.
      let trouble = together && (await this.ask([kind]));
      // The chosen one was unplugged: any other of its kind is better than none.
      if (trouble === "missing" && this.chosen[kind]) trouble = await this.ask([kind], false);
      this.tell(kind, trouble && together === "denied" ? together : trouble);
    }
  }

  /** Opens devices in one request. Returns what is in the way, or null. */
  private async ask(kinds: Kind[], exactly = true): Promise<Trouble | null> {
    if (!this.isOpen) return null;
    kinds.forEach((kind) => this.stop(kind));
    const one = (kind: Kind, like: MediaTrackConstraints) => kinds.includes(kind) && {
      ...like, ...(exactly && this.chosen[kind] ? { deviceId: { exact: this.chosen[kind] }, facingMode: undefined } : {}),
    };
    try {
      const asked = { audio: one("microphone", MICROPHONE), video: one("camera", cameraOf(this.size)) };
      for (const track of (await navigator.mediaDevices.getUserMedia(asked)).getTracks()) {
        if (this.isOpen) this.adopt(track.kind === "audio" ? "microphone" : "camera", track);
        else track.stop(); // the person left while the browser was asking
      }
      return null;
    } catch (error) {
      return troubleOf(error);
    }
  }

  private tell(kind: Kind, trouble: Trouble | null): void {
    const { [kind]: _, ...others } = this.trouble.value;
    this.trouble.value = trouble ? { ...others, [kind]: trouble } : others;
  }

  private adopt(kind: Kind, track: MediaStreamTrack): void {
    this[kind].value = track;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const gone = () => {
      if (this[kind].value !== track) return;
      track.stop();
      this.tell(kind, "interrupted");
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
  switch ((error as Error).name) { // by its name alone: older browsers' OverconstrainedError is no Error
    case "NotAllowedError":
    case "SecurityError": return "denied";
    case "NotFoundError":
    case "OverconstrainedError": return "missing";
    case "NotReadableError":
    case "AbortError": return "busy";
    default: return "unsupported";
  }
}
