import { afterEach, describe, expect, it, vi } from "vitest";
import { addReceiver, addSender, inOrder } from "./sections";

type Init = RTCRtpTransceiverInit;

/** A browser that throws at what `refuses` says. */
function browser(refuses: (init: Init) => boolean, setCodecPreferences?: (codecs: unknown[]) => void) {
  const inits: Init[] = [];
  const addTransceiver = (_: unknown, init: Init) => {
    if (refuses(init)) throw new TypeError("not here");
    inits.push(init);
    return { sender: {}, setCodecPreferences };
  };
  return { inits, pc: { addTransceiver } as unknown as RTCPeerConnection };
}

const capture = { width: 1280, rate: 20 };
const encodings = (init: Init | undefined) => (init?.sendEncodings ?? []) as { rid?: string; scalabilityMode?: string }[];

describe("a camera's section", () => {
  it.each<[string, (init: Init) => boolean, string[]]>([
    ["has layers in both directions", () => false, ["q L1T3", "h L1T3", "f L1T3"]],
    ["does without temporal layers where they are unknown",
      (init) => encodings(init).some((encoding) => encoding.scalabilityMode), ["q ", "h ", "f "]],
    ["does without layers where there are none", (init) => init.sendEncodings !== undefined, []],
  ])("%s", (_, refuses, layers) => {
    const { inits, pc } = browser(refuses);
    addSender(pc, "camera", null, capture);
    expect(encodings(inits[0]).map(({ rid, scalabilityMode = "" }) => `${rid} ${scalabilityMode}`)).toEqual(layers);
    expect(inits).toHaveLength(1);
  });

  it("follows the camera there is", () => {
    const { inits, pc } = browser(() => false);
    const track = { kind: "video", getSettings: () => ({ width: 480, height: 640 }) } as MediaStreamTrack;
    addSender(pc, "camera", track, capture);
    expect(encodings(inits[0]).map(({ rid }) => rid)).toEqual(["q", "h"]);
  });
});

describe("codecs", () => {
  afterEach(() => vi.unstubAllGlobals());
  const known = (...mimes: string[]) => mimes.map((mimeType) => ({ mimeType }));

  it("are put in order, and none is filtered away", () => {
    const codecs = known("video/H264", "video/VP8", "video/rtx", "video/AV1", "video/H264");
    expect(inOrder(codecs, ["video/vp8", "video/h264"]).map(({ mimeType }) => mimeType)).toEqual([
      "video/VP8", "video/H264", "video/H264", "video/rtx", "video/AV1",
    ]);
  });

  it("keep the browser's order where it does not take ours", () => {
    vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: known("audio/opus", "audio/red") }) });
    const asked: unknown[] = [];
    const { pc } = browser(() => false, (codecs) => {
      asked.push(codecs);
      throw new DOMException("no", "InvalidModificationError");
    });
    addReceiver(pc, "audio");
    expect(asked).toEqual([known("audio/red", "audio/opus")]);
  });
});
