// Asks the room for something apart from the table.
import type { ApartAsk } from "@/wire";
import { useAsking, type Asking } from "../asking";
import type { HearingRoom } from "../hearing";
import { apartText } from "./text";

export interface AskingApart extends Pick<Asking, "busy" | "wrong"> {
  /** Whether it was done. */
  send(ask: ApartAsk): Promise<boolean>;
}

export function useApart(hearing: HearingRoom): AskingApart {
  const asking = useAsking((message) => hearing.request(message), () => apartText.value.failed);
  return { ...asking, send: (ask) => asking.send({ type: "apart", ask }) };
}
