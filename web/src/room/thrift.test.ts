import { describe, expect, it } from "vitest";
import { thrifty, Thriftiness, type Thrift } from "./thrift";

/** Readings two seconds apart of what the line bears, in kbit/s; what is done after each. */
function after(...kbits: (number | null)[]): Thrift[] {
  const thrift = new Thriftiness();
  return kbits.map((kbit, n) => thrift.next(2 * n, kbit === null ? null : kbit * 1000));
}
const times = (count: number, kbit: number) => new Array<number>(count).fill(kbit);
const sounds = (...kbits: (number | null)[]) => after(...kbits).map(({ sound }) => (sound ? "t" : "-")).join("");
const pictures = (...kbits: number[]) => after(...kbits).map(({ picture }) => (Number.isFinite(picture) ? picture / 1000 : "all"));

describe("what is sent of sound", () => {
  it.each([
    ["a wide line is used", [300, 900, 141, 900], "----"],
    ["one bad reading is none", [300, 100, 300, 100], "----"],
    ["two in a row are a narrow line", [300, 100, 100, 100], "--tt"],
    ["what is not known changes nothing", [100, null, 100, null], "--tt"],
    ["a line is wide again after ten seconds", [100, 100, ...times(5, 300), 300], "-ttttt--"],
    ["a collapse needs no second reading", [900, 100], "-t"],
    ["and not by being a little better", [100, 100, ...times(6, 200)], "-ttttttt"],
  ] as const)("%s", (_claim, kbits, said) => expect(sounds(...kbits)).toBe(said));
});

describe("what is sent of the picture", () => {
  it("has what the line bears beyond the sound", () => {
    expect(pictures(300, 100, 100, 90, 140, 240)).toEqual(["all", "all", 40, 30, 70, 150]);
  });

  it("is nothing at once on a line that has collapsed to sound, and little on one that bears a little", () => {
    expect(pictures(900, 50, 50)).toEqual(["all", 0, 0]);
    expect(pictures(900, 100, 100)).toEqual(["all", 40, 40]);
  });

  it("is nothing on a line that bears only sound, then tried again, less and less often", () => {
    const shown = pictures(...times(300, 40)).map((rate) => (rate === 0 ? "-" : rate === 30 ? "t" : "a")).join("");
    const held = shown.match(/-+/g)?.map((gap) => 2 * gap.length) ?? [];
    expect(shown.startsWith("at")).toBe(true);
    expect(held.slice(0, 4)).toEqual([20, 40, 80, 160]);
  });

  it("is nothing from the start where the line before bore only sound, and tried after a while", () => {
    const thrift = new Thriftiness(45_000, 1000);
    expect(thrift.next(1000, null)).toEqual({ sound: true, picture: 0 });
    expect(thrift.next(1019, 45_000).picture).toBe(0);
    expect(thrift.next(1021, 45_000).picture).toBe(30_000);
  });

  it("comes back whole when the line has become good", () => {
    expect(pictures(...times(8, 40), ...times(20, 900)).at(-1)).toBe("all");
  });
});

describe("the answer read otherwise", () => {
  const ANSWER = [
    "v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 63 111", "a=mid:0", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111", "m=audio 9 UDP/TLS/RTP/SAVPF 63 111", "a=mid:2", "a=rtpmap:111 opus/48000/2", "",
  ].join("\r\n");

  it("has plain Opus first, in packets of 60 ms, in that section alone", () => {
    expect(thrifty(ANSWER, "0").split("\r\n")).toEqual([
      "v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111 63", "a=mid:0", "a=rtpmap:111 opus/48000/2",
      "a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=20000", "a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111", "a=ptime:60",
      "m=audio 9 UDP/TLS/RTP/SAVPF 63 111", "a=mid:2", "a=rtpmap:111 opus/48000/2", "",
    ]);
  });

  it("leaves alone what it does not know", () => {
    const other = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=rtpmap:96 VP8/90000\r\n";
    expect(thrifty(other, "0")).toBe(other);
    expect(thrifty(ANSWER, "")).toBe(ANSWER);
  });
});
