// Lowers the hearing in the ear of who hears an interpreter. Safari on iPhones keeps all volumes as the person
// set them by key: there both are heard alike.
import { watch, type ShallowRef } from "vue";
import type { RoomView } from "@/state/room";
import type { SeatId } from "@/wire";
import type { HearingRoom } from "../hearing";

/** Of the floor while an interpreter is heard: to be followed, not to be fought. */
const LOWERED = 0.2;

/** Whom this seat hears besides the floor; several who relieve each other. */
export function heardInterpreters(room: RoomView): SeatId[] {
  return room.apart.interpreters.filter((one) => one.listeners.includes(room.you)).map((one) => one.seat);
}

/** Volume of each section that carries sound; the interpreter's own is full. */
export function volumes(room: RoomView): Map<string, number> {
  const heard = heardInterpreters(room);
  const sounds = room.slots.filter((slot) => slot.kind === "microphone");
  const arrives = sounds.some((slot) => heard.includes(slot.seat));
  return new Map(sounds.map((slot) => [slot.mid, arrives && !heard.includes(slot.seat) ? LOWERED : 1]));
}

/** While the component that calls it lives. */
export function useEar(hearing: HearingRoom): void {
  const room: ShallowRef<RoomView | null> = hearing.room;
  watch([room, hearing.received], () => {
    if (room.value === null) return;
    for (const [mid, volume] of volumes(room.value)) {
      const element = hearing.sound.elements.get(mid);
      if (element) element.volume = volume;
    }
  }, { immediate: true });
}
