// A document is bytes, not JSON, and comes only with number and code.
import { Problem } from "@/api/http";

export async function fetchNotice(id: string, key: { number: string; code: string }): Promise<Blob> {
  const response = await fetch(`/api/query/documents/${encodeURIComponent(id)}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(key),
    credentials: "same-origin",
  });
  if (!response.ok) throw new Problem(response.status, "unavailable");
  return response.blob();
}
