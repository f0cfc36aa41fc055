// Asks the room for something apart from the table, and keeps the sentence for why it was not done.
import { ref, type Ref } from "vue";
import { words } from "@/i18n";
import { Refused } from "@/socket/requests";
import type { ApartAsk } from "@/wire";
import type { HearingRoom } from "../hearing";
import { apartText } from "./text";

export interface Asking {
  readonly wrong: Ref<string | null>;
  readonly busy: Ref<boolean>;
  /** Whether it was done. */
  send(ask: ApartAsk): Promise<boolean>;
}

export function useApart(hearing: HearingRoom): Asking {
  const wrong = ref<string | null>(null);
  const busy = ref(false);
  async function send(ask: ApartAsk): Promise<boolean> {
    busy.value = true;
    wrong.value = null;
    try {
      await hearing.request({ type: "apart", ask });
      return true;
    } catch (error) {
      wrong.value = error instanceof Refused ? words.value.refusal[error.code] : apartText.value.failed;
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { wrong, busy, send };
}
