// The figure at the bell.
import { ref } from "vue";
import { staffNotices } from "../api";
import { useFigure } from "../parts/figure";

/** How many notices are unread, counted up to a hundred. */
export const unread = ref(0);

/** Keeps the figure for as long as the caller is there. */
export function useBell() {
  useFigure(async () => {
    unread.value = (await staffNotices.count()).unread;
  });
  return unread;
}
