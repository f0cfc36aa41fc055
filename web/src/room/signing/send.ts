// One request to the room at a time, and in words why it was not done.
import { ref, type Ref } from "vue";
import { words } from "@/i18n";
import { Refused, type Send } from "@/socket/requests";
import type { ClientMessage } from "@/wire";
import { signingText as t } from "./text";

export interface Sending {
  readonly busy: Ref<boolean>;
  readonly wrong: Ref<string | null>;
  /** Whether it was done. */
  send(message: ClientMessage): Promise<boolean>;
}

export function useSend(request: Send): Sending {
  const busy = ref(false);
  const wrong = ref<string | null>(null);
  async function send(message: ClientMessage): Promise<boolean> {
    busy.value = true;
    wrong.value = null;
    try {
      await request(message);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) wrong.value = t.value.failed;
      else if (message.type === "sign" && error.code === "stale_revision") wrong.value = t.value.stale;
      else wrong.value = words.value.refusal[error.code];
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, wrong, send };
}
