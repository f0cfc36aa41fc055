// How many grid reports wait for me: in the header, so that none lies there unseen.
import { ref } from "vue";
import { grid } from "../api";
import { useFigure } from "../parts/figure";
import type { GridCounts } from "../rest";
import { me } from "../shell/session";

export const reports = ref<GridCounts>({ open: 0, overdue: 0, to_look_at: 0 });

export async function countReports(): Promise<void> {
  if (me.value) reports.value = await grid.counts();
}

/** Keeps the figures for as long as the caller is there. */
export function useReports() {
  useFigure(countReports);
  return reports;
}
