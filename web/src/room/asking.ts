// One thing asked of the room at a time, and in words why it was not done.
import { ref, type Ref } from "vue";
import { refusalText } from "@/i18n/refusals";
import { Refused, type Send } from "@/socket/requests";
import { useBusy } from "@/ui/act";
import type { ClientMessage } from "@/wire";

export interface Asking {
  readonly busy: Ref<boolean>;
  readonly wrong: Ref<string | null>;
  /** Whether it was done. */
  send(message: ClientMessage): Promise<boolean>;
}

/** `failed` is said where no answer came, `otherwise` of a refusal that says more here than everywhere. */
export function useAsking(
  request: Send, failed: () => string, otherwise: (refused: Refused, asked: ClientMessage) => string | null = () => null,
): Asking {
  const wrong = ref<string | null>(null);
  const { busy, act } = useBusy();
  function send(message: ClientMessage): Promise<boolean> {
    wrong.value = null;
    return act(() => request(message), (error) => {
      wrong.value = error instanceof Refused ? (otherwise(error, message) ?? refusalText(error.code)) : failed();
    });
  }
  return { busy, wrong, send };
}
