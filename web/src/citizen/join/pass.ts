// The way from a link to a seat. Pure where it decides; the page asks and shows.
import { getSurely, postSurely, Problem } from "@/api/http";
import type { SeatPass } from "../shape";

export type Door =
  | { readonly is: "checking" }
  /** A link that was not exchanged yet: only a tap does that, or message previews would use it up. */
  | { readonly is: "link"; readonly secret: string }
  | { readonly is: "no_link" }
  /** Without times: it was postponed to none yet. */
  | { readonly is: "early"; readonly secret: string; readonly opensAt: number | null; readonly startsAt: number | null }
  | { readonly is: "failed"; readonly secret: string | null; readonly error: unknown }
  | { readonly is: "open"; readonly pass: SeatPass };

/** The secret in the fragment; fragments never reach a server or its logs. */
export function secretOf(hash: string): string | null {
  const raw = hash.replace(/^#/, "");
  return (decoded(raw) ?? raw).trim() || null;
}

/** Null where a message broke the link in the middle of a `%20`: the server then says what it is. */
function decoded(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}

/** Without a fresh link: the seat this browser entered before, if any. */
export async function comeBack(): Promise<Door> {
  try {
    return { is: "open", pass: await getSurely<SeatPass>("/seat") };
  } catch (error) {
    const unknown = error instanceof Problem && error.status === 401;
    return unknown ? { is: "no_link" } : { is: "failed", secret: null, error };
  }
}

/** Nothing was answered, and it may be asked again: a link is used up by asking. */
export function isLost(door: Door): boolean {
  return door.is === "failed" && door.secret === null && door.error instanceof Problem && door.error.status === 0;
}

/** By it the server knows that the same page asks again, also after a reload: an answer that was lost had used the link up. */
function nonce(): string {
  const kept = history.state?.nonce ?? crypto.getRandomValues(new Uint32Array(4)).join();
  history.replaceState({ ...history.state, nonce: kept }, "");
  return kept;
}

/** Exchanges the link for this device's seat. */
export async function enter(secret: string): Promise<Door> {
  try {
    return { is: "open", pass: await postSurely<SeatPass>("/seat/exchange", { secret, nonce: nonce() }) };
  } catch (error) {
    return refusedAtDoor(secret, error);
  }
}

async function refusedAtDoor(secret: string, error: unknown): Promise<Door> {
  if (!(error instanceof Problem)) return { is: "failed", secret, error };
  if (error.code === "too_early") return { is: "early", secret, opensAt: error.number("opens_at"), startsAt: error.number("starts_at") };
  if (error.code === "link_used") {
    // Perhaps it was used here, and the person pressed the link in the message again.
    const before = await comeBack();
    if (before.is === "open") return before;
  }
  return { is: "failed", secret, error };
}
