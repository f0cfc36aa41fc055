import { afterEach, expect, it, vi } from "vitest";
import { saveCalendar } from "./calendar";

afterEach(() => vi.unstubAllGlobals());

it.each([
  ["what the server refused", JSON.stringify({ code: "not_found" }), 404, "not_found"],
  ["that a proxy answered", "<html></html>", 502, "unavailable"],
])("says %s", async (_claim, body, status, code) => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status })));
  await expect(saveCalendar("/seat/calendar", {}, "a")).rejects.toMatchObject({ status, code });
});
