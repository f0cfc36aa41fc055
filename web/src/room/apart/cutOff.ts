// What is open in a private talk stays in it. A talk that ends with the server's restart, or while the page is loaded again,
// ends by nobody's word: the microphone and the camera that were open in it stay shut at the table until the person opens
// them. Otherwise a consultation would go on before everybody. A screen was shared with the people of one place.
import { ref, watch, type Ref } from "vue";
import type { Devices, Kind } from "@/media/devices";
import { ofTab, readKept, writeKept } from "@/state/kept";
import { ownSeat, sourceOf, UNTOLD, type RoomView } from "@/state/room";

type Wants = Record<Kind, boolean>;

const SHUT: Wants = { microphone: false, camera: false };

interface Own {
  readonly room: Ref<RoomView | null>;
  readonly wants: Ref<Wants>;
  readonly devices: Pick<Devices, "screen" | "unshare">;
}

/** The person is to be told. One hearing lives in a page at a time. */
export const talkCutOff = ref(false);

const isOpen = ({ microphone, camera }: Wants) => microphone || camera;

/** The server has said since `welcome` who talks apart. */
const isTold = (room: RoomView | null) => room !== null && room.apart !== UNTOLD;

/** The private talk one is in. */
function ownTalk(room: RoomView | null): string | null {
  if (room === null) return null;
  return room.apart.talks.find((talk) => talk.members.includes(room.you))?.id ?? null;
}

/** `kept` names what this tab keeps: what is on when the page is loaded again, for the hearing to begin with. */
export function keepTalksPrivate(own: Own, kept: string): void {
  talkCutOff.value = false;
  keepDevices(own, kept);
  keepScreen(own);
}

/** Watches without delay: all is shut before `welcome` begins to send. */
function keepDevices({ room, wants }: Own, kept: string): void {
  const apart = `${kept}.apart`;
  /** What was open, until the server says, right after `welcome`, whether the talk goes on. */
  let shut = readKept(ofTab(), apart) as Wants | null;
  const keep = () => {
    if (!isTold(room.value) || shut !== null) return;
    const talk = ownTalk(room.value) !== null;
    writeKept(ofTab(), kept, talk ? SHUT : wants.value);
    writeKept(ofTab(), apart, talk ? wants.value : null);
  };
  const told = (now: RoomView) => {
    if (shut === null) return;
    const before = shut;
    shut = null;
    if (ownTalk(now) !== null) wants.value = before;
    else talkCutOff.value = isOpen(before);
    keep();
  };
  if (room.value !== null && isTold(room.value)) told(room.value);
  watch(room, (now, before) => {
    if (now === null || before === null) return;
    const welcomed = !isTold(now) && isTold(before);
    if (welcomed && isOpen(wants.value) && ownTalk(before) !== null) {
      shut = wants.value;
      wants.value = SHUT;
    } else if (isTold(now) && now.apart !== before.apart) {
      told(now);
    }
  }, { flush: "sync" });
  watch([() => isTold(room.value), () => ownTalk(room.value), wants], keep, { immediate: true });
  watch(wants, (now) => {
    if (isOpen(now)) talkCutOff.value = false;
  });
}

/** Shared in one place, it is not shared in the next. What the server turned off is not turned on again by the page. */
function keepScreen({ room, devices }: Own): void {
  let place = ownTalk(room.value);
  const isOn = (now: RoomView) => {
    const own = ownSeat(now);
    return own !== null && sourceOf(own, "screen")?.on === true;
  };
  /** Black, until the server says where the seat is now. */
  const dim = (dark: boolean) => {
    const track = devices.screen.value;
    if (track) track.enabled = !dark;
  };
  watch(room, (now, before) => {
    if (now === null || before === null) return;
    if (now.presiding === null) return dim(place !== null);
    const told = now.apart !== before.apart;
    const moved = told && ownTalk(now) !== place;
    if (told) place = ownTalk(now);
    if (moved || (before.presiding !== null && isOn(before) && !isOn(now))) devices.unshare();
    else if (told) dim(false);
  }, { flush: "sync" });
}
