// A private talk that ends with the server's restart, and not by anybody's word: the microphone that was open in it stays
// shut at the table until the person opens it. Otherwise a consultation would go on before everybody.
import { ref, watch, type Ref } from "vue";
import type { Kind } from "@/media/devices";
import type { RoomView } from "@/state/room";

/** The person is to be told. One hearing lives in a page at a time. */
export const talkCutOff = ref(false);

const isApart = (room: RoomView) => room.apart.talks.some((talk) => talk.members.includes(room.you));

/** Watches without delay: the microphone is shut before `welcome` begins to send. */
export function keepTalksPrivate(room: Ref<RoomView | null>, wants: Ref<Record<Kind, boolean>>): void {
  /** Shut until the server says, right after `welcome`, whether the talk goes on. */
  let shut = false;
  const microphone = (on: boolean) => (wants.value = { ...wants.value, microphone: on });
  talkCutOff.value = false;
  watch(room, (now, before) => {
    if (now === null || before === null) return;
    const welcomed = now.presiding === null && before.presiding !== null;
    if (welcomed && wants.value.microphone && isApart(before)) {
      shut = true;
      microphone(false);
    } else if (shut && now.presiding !== null && now.apart !== before.apart) {
      shut = false;
      if (isApart(now)) microphone(true);
      else talkCutOff.value = true;
    }
  }, { flush: "sync" });
  watch(wants, ({ microphone }) => {
    if (microphone) talkCutOff.value = false;
  });
}
