import type { DeskText } from "./zh";

export const signing: Pick<DeskText, "signing"> = {
  signing: {
    title: "Signatures",
    state: (done, of) => `${done} of ${of} have answered`,
    freeze: "Freeze a new version",
    changed: "The minutes were changed since they were frozen: freeze a new version.",
    current: (n) => `Version ${n}, unchanged since it was frozen`,
    start: "Start signing",
    backToReview: "Back to checking",
    scan: "Upload a paper signature",
    scanKind: "Picture or PDF, at most 10 MB",
    noteRefusal: "Note a refusal",
    noteTitle: (who) => `Why ${who} refuses to sign`,
    corrections: "Corrections asked for",
    noCorrections: "Nobody asked for a correction.",
    none: "not yet",
    proxyBy: (name) => `Signed by ${name}`,
    seal: "Seal of this node",
    key: "Fingerprint of the key",
    noSeal: "Not sealed yet (it is sealed when the hearing closes)",
    package: "Download the evidence package",
    packageHint: "lianjie verify checks it offline.",
    scanTaken: "The paper signature was taken.",
    version: (n) => `Version ${n}`,
  },
};
