// How much waits to be registered: in the header, so that nothing lies there unseen.
import { ref } from "vue";
import { intake } from "../api";
import { useFigure } from "../parts/figure";
import type { WaitingCounts } from "../rest";
import { me } from "../shell/session";

export const waiting = ref<WaitingCounts>({ waiting: 0, soon: 0, overdue: 0 });

export async function countWaiting(): Promise<void> {
  if (me.value?.desk.register) waiting.value = await intake.counts();
}

/** Keeps the figures for as long as the caller is there. */
export function useWaiting() {
  useFigure(countWaiting);
  return waiting;
}
