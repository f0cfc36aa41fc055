// A page that is left with something unsaved asks first.
import { onBeforeRouteLeave } from "vue-router";
import { me } from "../shell/session";
import { t } from "../text";
import type { Draft } from "./draft";
import { confirmed } from "./say";

/** `drafts`: those of the page that the server does not have. What somebody leaves all the same is given up. */
export function useLeaving(drafts: () => readonly (Draft | null | undefined)[]): void {
  onBeforeRouteLeave(async () => {
    const unsaved = drafts().filter((one) => one?.touched.value);
    // Where the sign-in ended they are kept, and are there again after the next.
    if (unsaved.length === 0 || me.value === null) return true;
    if (!(await confirmed(t.value.common.unsaved))) return false;
    unsaved.forEach((one) => one?.drop());
    return true;
  });
}
