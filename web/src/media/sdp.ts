// Makes an offer small before it goes to the server: a phone with thirty media sections would send
// 150 KB of codecs nobody uses. Pure text in, text out; the browser keeps its own full description.
//
// Kept: VP8, one H.264 behind it, Opus and its redundant form, retransmissions; where only received, what devices may send.
// The relay chooses: it does not transcode, so what one sends every other must decode (H.264 is missing on many Huawei
// phones, RED in Firefox).

/** Header extensions the relay reads or forwards. Without `video-orientation` senders turn pictures themselves. */
const EXTENSIONS = [
  "urn:ietf:params:rtp-hdrext:sdes:mid",
  "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
  "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
  "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
];

/** Constrained baseline, packetization mode 1: what every H.264 encoder and decoder of WebRTC has (RFC 7742). */
const H264 = /^a=fmtp:(\d+) (?=.*packetization-mode=1)(?=.*profile-level-id=42e0)/i;

/** What only devices send. Browsers name the profile that everybody has first. */
const DEVICES = [/^a=rtpmap:(\d+) VP9\//, /^a=rtpmap:(\d+) AV1\//];

/** Browsers made of libwebrtc send lost sound again if the answer says so, and ask for it; they only do not offer it. */
const CONTROLLED = /^a=rtcp-fb:(\d+) transport-cc\r\n(?!a=rtcp-fb:\1 nack\r)/m;

/** Attributes without use for an ICE-lite server that bundles and estimates by transport-wide feedback: it needs no candidates
 * of ours. */
const DROPPED = /^a=(candidate:|end-of-candidates|rtcp:|rtcp-xr:|rtcp-fb:\d+ goog|extmap-allow-mixed|ssrc:\d+ (?!cname:))/;

/** `opened`: the server is to open the handshake, which is a round trip less and asks for AES-GCM of this browser. */
export function thin(sdp: string, opened = false): string {
  const [session = "", ...sections] = sdp.split(/(?=^m=)/m);
  const text = linesOf(session).filter((line) => !DROPPED.test(line)).join("") + sections.map(thinSection).join("");
  return opened ? text.replace(/^a=setup:actpass/gm, "a=setup:passive") : text;
}

function thinSection(section: string): string {
  const [first = "", ...rest] = linesOf(section);
  const kept = payloadsToKeep(rest);
  // A section with none of our codecs is refused by the server: leave it as it is and let it say so.
  if (kept.size === 0) return section;
  const [media = "", port = "", proto = "", ...offered] = first.trim().split(" ");
  const head = [media, port, proto, ...offered.filter((payload) => kept.has(payload))].join(" ");
  const lines = rest.filter((line) => isKept(line, kept)).join("");
  return `${head}\r\n${media === "m=audio" ? lines.replace(CONTROLLED, "$&a=rtcp-fb:$1 nack\r\n") : lines}`;
}

/** Payload types of VP8, one H.264, Opus, where pictures only come in one VP9 and one AV1, and what repeats those (RFC 4588,
 * RFC 2198). */
function payloadsToKeep(lines: string[]): Set<string> {
  const kept = new Set<string>();
  for (const line of lines) {
    const codec = /^a=rtpmap:(\d+) (?:VP8|opus)\//i.exec(line);
    if (codec?.[1]) kept.add(codec[1]);
  }
  for (const wanted of lines.includes("a=recvonly\r\n") ? [H264, ...DEVICES] : [H264]) {
    const first = lines.map((line) => wanted.exec(line)?.[1]).find(Boolean);
    if (first) kept.add(first);
  }
  for (const line of lines) {
    const repair = /^a=fmtp:(\d+) (?:apt=)?(\d+)(?:\/\d+)?\s*$/.exec(line);
    if (repair?.[1] && repair[2] && kept.has(repair[2])) kept.add(repair[1]);
  }
  return kept;
}

function isKept(line: string, payloads: Set<string>): boolean {
  if (DROPPED.test(line)) return false;
  const payload = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
  if (payload !== undefined) return payloads.has(payload);
  const extension = /^a=extmap:\S+ (\S+)/.exec(line)?.[1];
  return extension === undefined || EXTENSIONS.includes(extension);
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== "").map((line) => `${line}\r\n`);
}
