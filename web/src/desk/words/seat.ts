// A seat in a line of text.
import { words } from "@/i18n";
import type { ParticipantRole } from "@/wire";

interface Seat {
  role: ParticipantRole;
  label: string;
  name: string;
}

/** 主持人 · 兰州市信访局 · 张某; a role that is its own label is said once. */
export function seatWords(seat: Seat): string {
  return [...new Set([words.value.role[seat.role], seat.label, seat.name])].filter(Boolean).join(" · ");
}

/** 兰州市信访局 · 张某: as on the plate. */
export function plateWords(seat: Omit<Seat, "role">): string {
  return [seat.label, seat.name].filter(Boolean).join(" · ");
}
