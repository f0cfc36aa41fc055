// An appointment as a calendar file: text, not JSON, and only for who shows query code or link.
import { parse, problemOf } from "@/api/http";

export async function saveCalendar(path: string, body: object, name: string): Promise<void> {
  const response = await fetch(`/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
  if (!response.ok) throw problemOf(response.status, parse(await response.text()));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `${name}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
