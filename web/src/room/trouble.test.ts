import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Devices } from "@/media/devices";
import type { Reading } from "@/media/quality";
import type { ClientMessage } from "@/wire";
import { OwnLine } from "./ownLine";
import { isLow, OwnTrouble, type Trouble } from "./trouble";

it("a battery is low when it is nearly empty and not being charged", () => {
  const rows: [number, boolean, boolean][] = [[0.05, false, true], [0.06, false, false], [0.01, true, false]];
  for (const [level, charging, low] of rows) expect(isLow({ level, charging })).toBe(low);
});

describe("the trouble of a page", () => {
  // (seconds, device gone, power low, told)
  type Step = [number, boolean, boolean, Trouble | undefined];
  const rows: [string, Step[]][] = [
    ["is not told while there is none", [[0, false, false, undefined], [9, false, false, undefined]]],
    ["is a device once it is gone for five seconds", [[0, true, false, undefined], [4, true, false, undefined], [5, true, false, "device"], [7, true, false, undefined]]],
    ["is over when the device is back", [[0, true, false, undefined], [6, true, false, "device"], [8, false, false, null]]],
    ["is no device that came back in time", [[0, true, false, undefined], [4, false, false, undefined], [6, true, false, undefined], [10, true, false, undefined]]],
    ["is the battery before all else", [[0, true, true, "power"], [6, true, true, undefined], [8, true, false, "device"]]],
  ];
  it.each(rows)("%s", (_claim, steps) => {
    const trouble = new OwnTrouble();
    for (const [at, gone, low, told] of steps) expect(trouble.next(at, gone, low), String(at)).toBe(told);
  });
});

const ANSWER = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\n";

describe("the own line", () => {
  const reading: Reading = {
    at: 0, bytesReceived: 0, packetsReceived: 0, packetsLost: 0, concealedSamples: 0, samplesReceived: 0, freezes: 0, framesEncoded: 0,
    lossUp: 0, roundTrip: 0.02, available: null, limitedBy: "none", incoming: new Map(),
  };
  const device = { microphone: { value: null as unknown }, camera: { value: null as unknown }, trouble: { value: {} as object }, mend: vi.fn() };
  const devices = device as unknown as Devices;
  const sent: ClientMessage[] = [];
  const peer = { limit: vi.fn(), reread: vi.fn(), connection: null };
  const line = () => new OwnLine("h", vi.fn((message: ClientMessage) => (sent.push(message), Promise.reject(new Error("nobody listens")))), devices, peer);
  beforeEach(() => {
    sent.length = 0;
    sessionStorage.clear();
  });

  it("sends its sound thriftily and its picture small while it is narrow", () => {
    const own = line();
    vi.clearAllMocks();
    [0, 2, 4].forEach((at) => own.measured({ ...reading, available: 90_000 }, "good", at));
    expect(peer.limit.mock.calls).toEqual([["camera", Infinity], ["camera", 30_000], ["camera", 30_000]]);
    const [kind, read] = peer.reread.mock.calls.at(-1) ?? [];
    expect(kind).toBe("microphone");
    expect(read(ANSWER, "0")).toContain("a=ptime:60");
    expect(read(ANSWER, "1")).toBe(ANSWER);
  });

  it("is told every five seconds, from the second reading on", () => {
    const own = line();
    for (const at of [100, 102, 104, 106, 108, 110, 112]) own.measured({ ...reading, at, packetsReceived: at }, "good", at);
    expect(sent.map((message) => message.type)).toEqual(["quality", "quality"]);
    own.close();
  });

  it("is told as broken while nothing can be read", () => {
    const own = line();
    own.measured(null, "good", 100);
    expect(sent).toEqual([]);
    own.measured(null, "broken", 106);
    expect(sent).toMatchObject([{ type: "quality", quality: { word: "broken" } }]);
    own.close();
  });

  it("says that a device that worked is gone, whatever keeps it from coming back, and not that there never was one", () => {
    const own = line();
    const at = (second: number) => own.measured(null, "good", second);
    device.trouble.value = { camera: "missing" };
    for (const second of [1, 7]) at(second);
    expect(sent).toEqual([]);
    device.microphone.value = {};
    at(8);
    device.microphone.value = null;
    device.trouble.value = { microphone: "missing", camera: "missing" };
    for (const second of [10, 16]) at(second);
    expect(sent).toEqual([{ type: "trouble", reason: "device" }]);
    device.trouble.value = {};
    at(18);
    expect(sent[1]).toEqual({ type: "trouble", reason: null });
    own.close();
  });

  it("asks for what is missing whenever something is plugged in, until it is closed", () => {
    const media = new EventTarget();
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: media });
    device.mend.mockClear();
    const own = line();
    media.dispatchEvent(new Event("devicechange"));
    own.close();
    media.dispatchEvent(new Event("devicechange"));
    expect(device.mend).toHaveBeenCalledOnce();
  });

  it("says that it is out of sight on a phone, where that ends the camera, and on each new connection anew", () => {
    const sight = vi.spyOn(document, "visibilityState", "get");
    const agent = vi.spyOn(navigator, "userAgent", "get");
    const look = (state: DocumentVisibilityState) => {
      sight.mockReturnValue(state);
      document.dispatchEvent(new Event("visibilitychange"));
    };
    for (const [phone, told] of [["Mozilla/5.0 (Linux; Android 14) Mobile", [true, false, true, true, false]], ["Mozilla/5.0 (X11; Linux)", []]] as const) {
      agent.mockReturnValue(phone);
      sessionStorage.clear();
      const said: ClientMessage[] = [];
      const own = new OwnLine("h", vi.fn((message: ClientMessage) => (said.push(message), Promise.reject(new Error("nobody listens")))), devices, peer);
      own.welcomed();
      for (const state of ["hidden", "visible", "hidden"] as const) look(state);
      own.welcomed();
      window.dispatchEvent(new Event("pagehide")); // closed: it does not come back into sight
      look("hidden");
      own.close();
      look("visible");
      expect(said.flatMap((message) => (message.type === "away" ? [message.away] : []))).toEqual(told);
    }
    vi.restoreAllMocks();
  });

  it("says that the page before it was killed, once, and only if it was", () => {
    const rows: [string, (before: OwnLine) => void, number][] = [
      ["killed", () => undefined, 1],
      ["reloaded or closed", () => window.dispatchEvent(new Event("pagehide")), 0],
      ["left", (before) => before.goodbye(), 0],
    ];
    for (const [how, end, times] of rows) {
      sessionStorage.clear();
      sent.length = 0;
      const before = line();
      before.welcomed();
      end(before);
      const after = line();
      after.welcomed();
      after.welcomed();
      expect(sent, how).toEqual(times ? [{ type: "trouble", reason: "browser_killed" }] : []);
    }
  });
});
