// A small hearing for tests: a presider, a clerk, a petitioner.
import type { EntryView, ReadBackView, SeatView, ServerMessage } from "@/wire";

export function seat(id: string, more: Partial<SeatView> = {}): SeatView {
  return {
    id, role: "agency_rep", side: "unit", label: `单位${id}`, name: "张某", level: "county", mandatory: false,
    presence: { is: "seated", since: 0 }, hand: null, away: null,
    sources: [{ kind: "microphone", on: true, muted: false }, { kind: "camera", on: true, muted: false }],
    ...more,
  };
}

export function entry(number: number, more: Partial<EntryView> = {}): EntryView {
  return { id: `e${number}`, number, revision: 1, phase: "statement", speaker: null, text: `第${number}条`, struck: null, at: 0, ...more };
}

/** A version of the minutes on which these seats are asked for their word. */
export function readBackFor(...asked: string[]): ReadBackView {
  const seats = asked.map((seat) => ({ seat, mark: null, at: null, reason: null, absent: false, by_code: false }));
  return { version: 1, sha256: "0".repeat(64), frozen_at: 0, text: "", changed: false, corrections: [], seats };
}

export function welcome(more: Partial<Extract<ServerMessage, { type: "welcome" }>> = {}): Extract<ServerMessage, { type: "welcome" }> {
  return {
    type: "welcome", protocol: 1, you: "clerk", floor: null, minutes: [], peer_alive: false,
    ice: [], read_back: null,
    slots: { audio: 4, video: 4 }, now: 1_000_000,
    grants: { speak: true, show: true, share: false, attend: true, preside: false, minute: true, present: false, chat: { read: true, table: true, staff: false, desk: false } },
    hearing: {
      id: "h", number: "TJ1", petition_number: "XF1", title: "联合接访", kind: "joint_reception",
      starts_at: 1_000_000, ends_at: 2_000_000, agenda: ["opening", "statement"],
    },
    stage: {
      stage: "in_session", phase: "statement", since: 900_000, phase_since: 940_000, begins_at: null, starts_at: 1_000_000, reason: null, missing: [], recording: "on", unkept: [],
    },
    seats: [seat("presider", { role: "presider", side: "panel" }), seat("clerk", { role: "clerk", side: "panel" }), seat("petitioner", { role: "petitioner", side: "petitioner" })],
    ...more,
  };
}
