// The figure at the bell. One for the whole desk; asked again every minute while the page is looked at.
import { onMounted, onScopeDispose, ref } from "vue";
import { staffNotices } from "../api";

const EVERY_MS = 60_000;

/** How many notices are unread, counted up to a hundred. */
export const unread = ref(0);

async function look() {
  if (document.hidden) return;
  try {
    unread.value = (await staffNotices.count()).unread;
  } catch {
    // Only a figure: the page of notices says what is wrong.
  }
}

/** Keeps the figure for as long as the caller is there. */
export function useBell() {
  let timer: ReturnType<typeof setInterval> | undefined;
  const seen = () => void look();
  onMounted(() => {
    void look();
    timer = setInterval(seen, EVERY_MS);
    document.addEventListener("visibilitychange", seen);
  });
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
  });
  return unread;
}
