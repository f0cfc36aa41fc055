// What of a hearing was frozen and signed. Pure.
import type { HearingDetail, SignatureView, SigningView } from "../rest";

export interface SignedPaper {
  readonly paper: "minutes" | "agreement";
  readonly latest: SigningView["versions"][number];
  /** Those before it, newest first. */
  readonly earlier: SigningView["versions"];
  /** What was asked to be corrected, and what was said to it. */
  readonly corrections: SigningView["corrections"];
  readonly signatures: readonly SignatureView[];
  /** Seats that have not said a word about the latest version. */
  readonly unsigned: readonly string[];
}

/** I keep the minutes here, and was not taken off the seat. */
export function keepsMinutesOf(hearing: Pick<HearingDetail, "seats" | "my_seat">): boolean {
  const mine = hearing.seats.find((seat) => seat.id === hearing.my_seat);
  return mine !== undefined && ["presider", "clerk"].includes(mine.role) && mine.removed === null;
}

/** I keep the minutes of what was broken off: who had not signed may still, on paper. */
export function takesPaper(hearing: Pick<HearingDetail, "stage" | "archived" | "seats" | "my_seat">): boolean {
  return keepsMinutesOf(hearing) && hearing.archived === null && ["adjourned", "in_person"].includes(hearing.stage.stage);
}

/** Minutes first; a paper that was never frozen is none. */
export function signedPapers(minutes: SigningView, agreement: SigningView): SignedPaper[] {
  const papers = [["minutes", minutes], ["agreement", agreement]] as const;
  return papers.flatMap(([paper, { versions, corrections, signatures, signers }]) => {
    const latest = versions[versions.length - 1];
    if (latest === undefined) return [];
    const spoke = new Set(signatures.filter((one) => one.version === latest.version).map((one) => one.seat));
    return [{ paper, latest, earlier: versions.slice(0, -1).reverse(), corrections, signatures, unsigned: signers.filter((seat) => !spoke.has(seat)) }];
  });
}
