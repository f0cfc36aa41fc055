// How a hearing ended that has no outcome to look up: its room closes with one word for all.
import { dictionary } from "@/i18n";
import type { RoomView } from "@/state/room";
import { text as zh, type Text } from "./endings.zh";

export type Ending = keyof Text;

export const endings = dictionary(zh, () => import("./endings.en").then((module) => module.text));

/** Null: it came to its end, or nobody was here to see. */
export function endingOf(room: RoomView | null): Ending | null {
  const stage = room?.stage.stage;
  return stage !== undefined && stage in zh ? (stage as Ending) : null;
}
