import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Devices, type Kind } from "./devices";
import { share } from "./screen";

interface Track {
  kind: string;
  id: string;
  readyState: string;
  onended: (() => void) | null;
  stop(): void;
}

/** Ids of what is plugged in, by kind; each may be busy instead. */
let plugged: Record<Kind, string[]>;
let fault: string | null;
let asked: MediaStreamConstraints[];
let tracks: Track[];
/** Set: each request for devices waits until it is called. */
let held: (() => void)[] | null;
let devices: Devices;

const named = (name: string) => Object.assign(Object.create(null) as object, { name }); // no Error, as in older Chrome

function made(kind: string, id: string): Track {
  const track: Track = { kind, id, readyState: "live", onended: null, stop: () => (track.readyState = "ended") };
  tracks.push(track);
  return track;
}

function found(kind: Kind, wanted: MediaTrackConstraints): string {
  const exact = (wanted.deviceId as { exact: string } | undefined)?.exact;
  const [first] = plugged[kind];
  if (exact !== undefined && !plugged[kind].includes(exact)) throw named("OverconstrainedError");
  if (first === undefined) throw named("NotFoundError");
  return exact ?? first;
}

async function getUserMedia(constraints: MediaStreamConstraints) {
  asked.push(constraints);
  const { audio, video } = constraints as { audio: false | MediaTrackConstraints; video: false | MediaTrackConstraints };
  if (held) await new Promise<void>((go) => held?.push(go));
  if (fault !== null) throw named(fault);
  const ids = [audio && found("microphone", audio), video && found("camera", video)];
  const all = ids.flatMap((id, at) => (id ? [made(at === 0 ? "audio" : "video", id)] : []));
  return { getTracks: () => all };
}

const settled = () => new Promise((done) => setTimeout(done));
const inUse = (kind: Kind) => (devices[kind].value as unknown as Track | null)?.id ?? null;
const live = () => tracks.filter((track) => track.readyState === "live").map(({ id }) => id);

/** Pulled out: its track ends, and it is not to be had again. */
async function unplug(kind: Kind): Promise<void> {
  const track = devices[kind].value as unknown as Track;
  plugged[kind] = plugged[kind].filter((id) => id !== track.id);
  track.readyState = "ended";
  track.onended?.();
  await settled();
}

beforeEach(() => {
  plugged = { microphone: ["usb", "laptop"], camera: ["hall"] };
  [fault, held, asked, tracks] = [null, null, [], []];
  const mediaDevices = {
    getUserMedia,
    getDisplayMedia: async () => {
      await new Promise<void>((go) => held?.push(go) ?? go());
      const screen = made("video", "screen");
      return { getVideoTracks: () => [screen] };
    },
  };
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: mediaDevices });
  devices = new Devices("phone");
});
afterEach(() => {
  devices.close();
  vi.restoreAllMocks();
});

describe("a device that is gone in the middle of a hearing", () => {
  it("is replaced by another of its kind, though it was chosen, and the other device is left alone", async () => {
    await devices.open();
    await devices.choose("microphone", "usb");
    const camera = devices.camera.value;
    await unplug("microphone");
    expect([inUse("microphone"), devices.trouble.value]).toEqual(["laptop", {}]);
    expect(devices.camera.value).toBe(camera);
    expect(live()).toEqual(["hall", "laptop"]);
  });

  it("is told as missing where there is no other, and comes back once it is plugged in", async () => {
    await devices.open();
    await unplug("camera");
    expect([inUse("camera"), devices.trouble.value]).toEqual([null, { camera: "missing" }]);
    plugged.camera = ["hall"];
    devices.mend();
    await settled();
    expect([inUse("camera"), devices.trouble.value]).toEqual(["hall", {}]);
  });

  it("comes back from another program too, and from a refusal only where the person asks", async () => {
    for (const [name, trouble, again] of [["NotReadableError", "busy", 1], ["NotAllowedError", "denied", 0]] as const) {
      fault = name;
      await devices.open();
      expect(devices.trouble.value).toEqual({ microphone: trouble, camera: trouble });
      fault = null;
      asked = [];
      devices.mend();
      await settled();
      expect(asked).toHaveLength(again);
    }
    await devices.open();
    expect(devices.trouble.value).toEqual({});
  });

  it("is asked for together with the other on a phone, where a second request may end the first", async () => {
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (iPhone) Mobile");
    await devices.open();
    (devices.camera.value as unknown as Track).onended?.();
    await settled();
    expect(asked.map(({ audio, video }) => [Boolean(audio), Boolean(video)])).toEqual([[true, true], [true, true]]);
  });
});

it("brings back both kinds of one unit that is pulled out, also the one that ends while the other is being opened", async () => {
  plugged.camera = ["usb-camera", "hall"];
  await devices.open();
  held = [];
  await unplug("camera");
  await unplug("microphone");
  held.splice(0).forEach((go) => go());
  held = null;
  await settled();
  await settled();
  expect([inUse("microphone"), inUse("camera"), devices.trouble.value]).toEqual(["laptop", "hall", {}]);
});

it("leaves a phone's microphone alone while its camera is missing", async () => {
  vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (Linux; Android 12) Mobile");
  plugged.camera = [];
  await devices.open();
  const microphone = devices.microphone.value;
  asked = [];
  devices.mend(["microphone"]);
  await settled();
  expect(asked).toEqual([]);
  devices.mend();
  await settled();
  expect(asked.map(({ audio, video }) => [Boolean(audio), Boolean(video)])).toEqual([[false, true]]);
  expect(devices.microphone.value).toBe(microphone);
});

it("asks for nothing while all is there", async () => {
  await devices.open();
  devices.mend();
  await settled();
  expect(asked).toHaveLength(1);
});

it("uses the last of two choices made in quick succession", async () => {
  plugged.microphone.push("headset");
  await devices.open();
  held = [];
  const first = devices.choose("microphone", "laptop");
  await settled();
  const second = devices.choose("microphone", "headset");
  await settled();
  held.splice(0).forEach((go) => go());
  held = null;
  await Promise.all([first, second]);
  expect(inUse("microphone")).toBe("headset");
  expect(live().sort()).toEqual(["hall", "headset"]);
});

it("turns off what the browser hands over after the person has left", async () => {
  held = [];
  const opening = devices.open();
  const sharing = share(devices);
  const choosing = devices.choose("camera", "hall");
  devices.close();
  held.splice(0).forEach((go) => go());
  held = null;
  await Promise.all([opening, sharing, choosing]);
  expect([live(), devices.camera.value, devices.microphone.value, devices.screen.value]).toEqual([[], null, null, null]);
});
