// The appointment as a calendar file: text, not JSON, and only with number and code.
import { Problem } from "@/api/http";

export async function saveCalendar(key: { number: string; code: string }, hearing: string): Promise<void> {
  const response = await fetch("/api/query/calendar", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...key, hearing }),
    credentials: "same-origin",
  });
  if (!response.ok) throw new Problem(response.status, "unavailable");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `${hearing}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
