// Asks the room for what has to do with signing.
import type { Refused, Send } from "@/socket/requests";
import { useAsking, type Asking } from "../asking";
import { signingText as t } from "./text";

/** `otherwise` of a refusal that says more here than everywhere. */
export function useSend(request: Send, otherwise: (refused: Refused) => string | null = () => null): Asking {
  return useAsking(request, () => t.value.failed, (refused, asked) =>
    asked.type === "sign" && refused.code === "stale_revision" ? t.value.stale : otherwise(refused));
}
