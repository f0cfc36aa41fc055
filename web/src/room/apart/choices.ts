// What this seat chose of interpreters: the server keeps it over a new connection, and forgets it when the room is opened
// anew. Then the page asks for it again.
import { watch, type Ref } from "vue";
import type { RoomView } from "@/state/room";
import type { ApartAsk, SeatId } from "@/wire";
import type { HearingRoom } from "../hearing";
import { heardInterpreters } from "./ear";

/** Undefined: never chosen in this page; null: the floor alone. One hearing lives in a page at a time. */
let listens: SeatId | null | undefined;
let aloud = false;

/** It was done. */
export function remember(ask: ApartAsk): void {
  if (ask.kind === "listen") listens = ask.interpreter;
  else if (ask.kind === "speak_aloud") aloud = ask.aloud;
}

export function keepChoices(room: Ref<RoomView | null>, request: HearingRoom["request"]): void {
  /** Who hears whom is told right after `welcome`. */
  let told = true;
  listens = undefined;
  aloud = false;
  const again = (ask: ApartAsk) => void request({ type: "apart", ask }).catch(() => undefined);
  watch(room, (now, before) => {
    if (now === null || before === null) return;
    if (now.presiding === null) told = false;
    else if (!told && now.apart !== before.apart) {
      told = true;
      const heard = heardInterpreters(now);
      const asChosen = listens === undefined || (listens === null ? heard.length === 0 : heard.includes(listens));
      if (!asChosen) again({ kind: "listen", interpreter: listens ?? null });
      const own = now.apart.interpreters.find((one) => one.seat === now.you);
      if (aloud && own?.aloud === false) again({ kind: "speak_aloud", aloud: true });
    }
  }, { flush: "sync" });
}
