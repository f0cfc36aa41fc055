import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_FRAME_BYTES, MAX_SDP_BYTES, MAX_SDP_LINES, MAX_SDP_SECTIONS } from "@/wire";
import { thin } from "./sdp";

/** Offers of real browsers: microphone, camera, one receiver of each kind. */
const sample = (browser: string) => readFileSync(resolve("src/media/samples", `${browser}.sdp`), "utf8");
const browsers = ["chromium", "firefox"];

const codecsOf = (sdp: string) => new Set([...sdp.matchAll(/^a=rtpmap:\d+ ([^/]+)/gm)].map((found) => found[1]));

/** The same offer with a screen and as many receivers as a large hearing needs, and more: every section there may be. */
function large(sdp: string): string {
  const [session, microphone, camera, audio = "", video = ""] = sdp.split(/(?=^m=)/m);
  return [session, microphone, camera, camera, ...Array<string>(14).fill(audio), ...Array<string>(15).fill(video)].join("");
}

describe.each(browsers)("an offer of %s", (browser) => {
  it("keeps VP8 and one H.264 with their retransmissions, Opus and its redundant form", () => {
    const [voice, picture] = browser === "chromium" ? [["opus", "red"], ["VP8", "H264"]] : [["opus"], ["VP8"]]; // this Firefox has no H.264
    const [, microphone, camera, ear] = thin(sample(browser)).split(/(?=^m=)/m).map(codecsOf);
    expect([microphone, ear]).toEqual([new Set(voice), new Set(voice)]);
    expect(camera).toEqual(new Set([...picture, "rtx"]));
  });

  it("can be shown what only devices send: one VP9 and one AV1, of the profile that everybody has", () => {
    const shown = thin(sample(browser)).split(/(?=^m=)/m)[4] ?? "";
    const codecs = [...shown.matchAll(/^a=rtpmap:\d+ ([^/]+)/gm)].map((found) => found[1]).filter((name) => name !== "rtx");
    expect(codecs.sort()).toEqual(browser === "chromium" ? ["AV1", "H264", "VP8", "VP9"] : ["AV1", "VP8", "VP9"]);
    expect(shown.split("rtx/").length - 1).toBe(codecs.length);
    if (browser === "chromium") expect(shown).toMatch(/profile-id=0\r\n[^]*profile=0;tier=0\r\n/);
  });

  it("has lost sound sent again", () => {
    const sound = thin(sample(browser)).split(/(?=^m=)/m).filter((section) => section.startsWith("m=audio"));
    expect(sound).toHaveLength(2);
    for (const section of sound) expect(section).toContain(`a=rtcp-fb:${/^a=rtpmap:(\d+) opus/m.exec(section)?.[1]} nack\r\n`);
  });

  it("says which layers a camera is sent in", () => {
    const layers = "a=rid:q send\r\na=rid:h send\r\na=simulcast:send q;h\r\n";
    expect(thin(sample(browser) + layers)).toContain(layers);
  });

  it("names in each section exactly the payloads it describes", () => {
    for (const section of thin(sample(browser)).split(/(?=^m=)/m).slice(1)) {
      const named = section.split("\r\n")[0]?.split(" ").slice(3);
      const described = [...section.matchAll(/^a=rtpmap:(\d+)/gm)].map((found) => found[1]);
      expect(new Set(named)).toEqual(new Set(described));
      for (const [, apt] of section.matchAll(/ apt=(\d+)/g)) expect(named).toContain(apt);
    }
  });

  it("keeps what a connection needs", () => {
    const before = sample(browser);
    const after = thin(before);
    for (const attribute of ["ice-ufrag", "ice-pwd", "setup", "mid", "rtcp-mux", "ssrc-group", "group:BUNDLE"]) {
      const count = (sdp: string) => sdp.split(`a=${attribute}`).length;
      expect(count(after), attribute).toBe(count(before));
    }
    expect(after).toContain("a=fingerprint:sha-256");
    expect(after).toContain("sdes:mid");
    expect(after).toContain("ssrc-audio-level");
  });

  it("fits the server's limits with every section, and leaves room for what browsers will add", () => {
    const offer = thin(large(sample(browser)));
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    expect(offer.split(/^m=/m).length - 1).toBe(MAX_SDP_SECTIONS);
    expect(bytes(offer)).toBeLessThanOrEqual(MAX_SDP_BYTES * 0.75);
    expect(bytes(JSON.stringify(offer))).toBeLessThanOrEqual(MAX_FRAME_BYTES * 0.75);
    expect(offer.split("\r\n").length).toBeLessThanOrEqual(MAX_SDP_LINES);
  });

  it("does not change when thinned again", () => {
    const once = thin(sample(browser));
    expect(thin(once)).toBe(once);
  });
});

it("drops candidates: the server learns our address from our checks", () => {
  const withCandidate = sample("chromium").replace("a=mid:0", "a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\na=mid:0");
  expect(thin(withCandidate)).not.toContain("candidate");
});
