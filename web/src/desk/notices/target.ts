// Where a notice leads.
import type { RouteLocationRaw } from "vue-router";
import type { StaffNotice } from "../rest";

/** What is answered on the page of supervision, whether or not the petition may be opened. */
const DEMANDS: Readonly<Record<string, string>> = {
  demanded: "received",
  demand_answered: "sent",
  item_ordered: "items",
  item_reported: "items",
  item_declined: "items",
  item_lifted: "items",
};
/** What is about a hearing: its page is the one to open. */
const HEARINGS: ReadonlySet<string> = new Set(["seated", "hearing_moved", "hearing_off", "hearing_soon", "cannot_come", "seat_answered"]);

/** Null: it is told, and there is nothing to open. */
export function targetOf(notice: Pick<StaffNotice, "topic" | "petition" | "hearing" | "day" | "grid">): RouteLocationRaw | null {
  const tab = DEMANDS[notice.topic];
  if (tab) return { name: "supervision", query: { tab } };
  if (notice.hearing && (HEARINGS.has(notice.topic) || !notice.petition)) {
    return { name: "hearing", params: { id: notice.hearing.id } };
  }
  if (notice.day) return { name: "leader" };
  if (notice.grid) return { name: "grid", query: { report: notice.grid.id } };
  return notice.petition ? { name: "petition", params: { id: notice.petition.id } } : null;
}
