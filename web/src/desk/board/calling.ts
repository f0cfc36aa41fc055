// The officer is called though the board is behind another tab: its title counts what is open, a new red alarm rings.
import { onScopeDispose, ref, watch, type Ref } from "vue";
import { ofBrowser, readText, writeText } from "@/state/kept";
import { ring } from "@/ui/ring";
import type { AlarmView } from "../rest";
import { t } from "../text";

const KEPT_AS = "lj.board.rings";

/** `open`: the alarms to see to; null before the first look, for what was open already rings nobody. Whether it rings. */
export function useCalling(open: () => readonly AlarmView[] | null): Ref<boolean> {
  const rings = ref(readText(ofBrowser(), KEPT_AS) !== "no");
  watch(rings, (on) => {
    if (on) ring(); // how it sounds; and a page may sound once somebody pressed on it
    writeText(ofBrowser(), KEPT_AS, on ? "yes" : "no");
  });
  const before = document.title;
  let known: ReadonlySet<string> | null = null;
  watch(open, (alarms) => {
    if (alarms === null) return;
    document.title = alarms.length > 0 ? `(${alarms.length}) ${t.value.board.title}` : before;
    const red = alarms.filter((alarm) => alarm.urgency === "red").map((alarm) => alarm.id);
    const fresh = known !== null && red.some((id) => known?.has(id) !== true);
    known = new Set([...(known ?? []), ...red]);
    if (fresh && rings.value) ring();
  });
  onScopeDispose(() => (document.title = before));
  return rings;
}
