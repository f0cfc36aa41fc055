// The next session of a hearing that was adjourned or goes on face to face: what it takes over.
import type { HearingDetail, HearingRow, HearingSeat } from "../rest";
import type { ScheduleForm } from "./schedule";
import { draftSeat, type SeatDraft } from "./seats";

/**
 * It goes on from the phase that was reached; that phase is heard again. Everybody whose seat stands has it again,
 * interpreters their languages. The day is nobody's to guess: it is found where all are free (ADR 35). Names hidden by
 * order, and who helps whom, the server takes over itself (ADR 41).
 */
export function continued(
  hearing: HearingDetail,
): Pick<ScheduleForm, "kind" | "title" | "agenda" | "seats" | "continues"> {
  const { id, kind, title, agenda, stage, seats } = hearing;
  const reached = stage.phase == null ? 0 : Math.max(0, agenda.indexOf(stage.phase));
  return {
    kind,
    title,
    agenda: agenda.slice(reached),
    seats: seats.filter((seat) => !seat.removed && !seat.withdrawn).map(draftOf),
    continues: id,
  };
}

/** Another session may go on with it: it has begun, or will never. The server knows which are gone on with already. */
export function mayContinue({ stage }: Pick<HearingRow, "stage">): boolean {
  return !["requested", "scheduled", "postponed", "check_in", "ready", "countdown"].includes(stage);
}

export function draftOf({ role, occupant, mandatory, languages, beside }: HearingSeat): SeatDraft {
  return { ...seated(role, occupant, mandatory), languages, beside: beside != null };
}

function seated(role: HearingSeat["role"], occupant: HearingSeat["occupant"], mandatory: boolean): SeatDraft {
  switch (occupant.is) {
    case "official":
      return draftSeat(role, { is: "official", staff: occupant.staff, room: occupant.room ?? "", mandatory });
    case "room":
      return draftSeat(role, { is: "room", room: occupant.room, mandatory });
    case "party":
      return draftSeat(role, { is: "party", person: occupant.person, mandatory });
    case "external": {
      const { organisation, name, phone } = occupant;
      // Masked for who schedules: it is asked for anew.
      return draftSeat(role, { is: "external", organisation, name, phone: phone?.includes("*") ? "" : (phone ?? ""), mandatory });
    }
  }
}
