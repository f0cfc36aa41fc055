// A one-time code to a seat's phone, and what it confirms.
import { post } from "@/api/http";
import type { components } from "@/api/schema";
import { newId } from "@/state/newId";
import type { PaperKind, ReadBackView, SeatId } from "@/wire";
import type { HearingRoom } from "../hearing";

export type Sent = components["schemas"]["SigningCodeSent"];
/** A key of the texts. */
export type Trouble = "codeWrong" | "codeWait" | "codeNone" | "failed" | "stale";

const id = encodeURIComponent;

export function send(hearing: string, seat: SeatId, paper: PaperKind): Promise<Sent> {
  return post<Sent>(`/hearings/${id(hearing)}/seats/${id(seat)}/signing-code?paper=${paper}`);
}

export function confirm(room: HearingRoom, seat: SeatId, on: ReadBackView, paper: PaperKind, code: string): Promise<unknown> {
  const mark = { kind: "coded", code: code.trim() } as const;
  return room.request({ type: "sign", op: newId(), paper, seat, version: on.version, sha256: on.sha256, mark });
}

/**
 * What to tell of a failure, of REST or of a frame. Told by its code and not by its class, which would have to be
 * loaded with the join page.
 */
export function trouble(problem: unknown): Trouble {
  switch (codeOf(problem)) {
    case "wrong_code":
      return "codeWrong";
    case "too_fast":
      return "codeWait";
    case "no_sms":
    case "no_phone":
      return "codeNone";
    case "stale_revision":
      return "stale";
    default:
      return "failed";
  }
}

function codeOf(problem: unknown): unknown {
  return typeof problem === "object" && problem !== null && "code" in problem ? problem.code : null;
}
