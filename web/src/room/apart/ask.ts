// Asks the room for something apart from the table.
import type { ApartAsk } from "@/wire";
import { useAsking, type Asking as AskingRoom } from "../asking";
import type { HearingRoom } from "../hearing";
import { remember } from "./choices";
import { apartText } from "./text";

export interface Asking extends Pick<AskingRoom, "busy" | "wrong"> {
  /** Whether it was done. */
  send(ask: ApartAsk): Promise<boolean>;
}

export function useApart(hearing: HearingRoom): Asking {
  const asking = useAsking((message) => hearing.request(message), () => apartText.value.failed);
  const send = async (ask: ApartAsk) => {
    const done = await asking.send({ type: "apart", ask });
    if (done) remember(ask);
    return done;
  };
  return { ...asking, send };
}
