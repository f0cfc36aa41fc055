// Media sections of a connection, made so that old browsers take them too: what one throws at is left away.
import type { SourceKind } from "@/wire";
import { offered } from "./layers";

/** Only an order: a filtered list makes Firefox offer retransmission without its codec. */
const PREFERRED = {
  // Redundant sound (RFC 2198) where both sides speak it; H.264 is missing on many Huawei phones.
  audio: ["audio/red", "audio/opus"],
  video: ["video/vp8", "video/h264"],
};

/** `capture`: what the camera is asked for, for when there is none yet. */
export function addSender(
  pc: RTCPeerConnection, kind: SourceKind, track: MediaStreamTrack | null, capture: { width: number; rate: number },
): RTCRtpTransceiver {
  const media = kind === "microphone" ? "audio" : "video";
  for (const sendEncodings of offered(kind, longerSide(track) ?? capture.width, capture.rate)) {
    try {
      const init: RTCRtpTransceiverInit = { direction: "sendonly", ...(sendEncodings && { sendEncodings }) };
      return prefer(pc.addTransceiver(track ?? media, init), media);
    } catch {
      // No simulcast, or no such layers, in this browser: the next, simpler offer.
    }
  }
  return prefer(pc.addTransceiver(track ?? media, { direction: "sendonly" }), media);
}

export function addReceiver(pc: RTCPeerConnection, media: "audio" | "video"): RTCRtpTransceiver {
  return prefer(pc.addTransceiver(media, { direction: "recvonly" }), media);
}

function prefer(transceiver: RTCRtpTransceiver, media: "audio" | "video"): RTCRtpTransceiver {
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.(media)?.codecs;
  if (!codecs || !transceiver.setCodecPreferences) return transceiver;
  try {
    transceiver.setCodecPreferences(inOrder(codecs, PREFERRED[media]));
  } catch {
    // Its own order then: the server chooses from what is offered.
  }
  return transceiver;
}

/** The named ones first, the rest as it was. */
export function inOrder<C extends { mimeType: string }>(codecs: readonly C[], first: readonly string[]): C[] {
  const is = (mime: string) => (codec: C) => codec.mimeType.toLowerCase() === mime;
  const rest = codecs.filter((codec) => !first.includes(codec.mimeType.toLowerCase()));
  return [...first.flatMap((mime) => codecs.filter(is(mime))), ...rest];
}

/** What a camera really gives; null while the browser does not know. */
export function longerSide(track: MediaStreamTrack | null): number | null {
  const { width = 0, height = 0 } = track?.getSettings?.() ?? {};
  return Math.max(width, height) || null;
}
