// Asks the room for what has to do with signing.
import type { Send } from "@/socket/requests";
import { useAsking, type Asking } from "../asking";
import { signingText as t } from "./text";

export function useSend(request: Send): Asking {
  return useAsking(request, () => t.value.failed, (refused, asked) =>
    asked.type === "sign" && refused.code === "stale_revision" ? t.value.stale : null);
}
