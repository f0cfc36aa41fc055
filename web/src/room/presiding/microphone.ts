// One press on the microphone: who has the floor and is muted undoes that first.
import { isLockedOut, mayUnmuteItself } from "@/state/presiding";
import type { HearingRoom } from "../hearing";
import { presidingText as t } from "./text";

export function pressMicrophone(hearing: HearingRoom): void {
  const room = hearing.room.value;
  if (room === null || !mayUnmuteItself(room)) return hearing.toggle("microphone");
  if (!hearing.wants.value.microphone) hearing.toggle("microphone");
  void hearing.request({ type: "mute", seat: room.you, kind: "microphone", muted: false }).catch(() => undefined);
}

/** Why an open microphone is not heard, as far as presiding is the cause. */
export function lockNote(hearing: HearingRoom): string | null {
  const room = hearing.room.value;
  return room !== null && isLockedOut(room) ? t.value.lockedShort : null;
}
