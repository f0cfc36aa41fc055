import { expect, test } from "vitest";
import { span } from "./span";

test("the last day is included, by China's clock", () => {
  for (const [from, to, hours] of [
    ["2026-11-25", "2026-11-25", 24],
    ["2026-11-30", "2026-12-01", 48],
  ] as const) {
    const { starts_at, ends_at } = span(from, to);
    expect((ends_at - starts_at) / 3_600_000).toBe(hours);
    expect(new Date(starts_at).toISOString().slice(11)).toBe("16:00:00.000Z");
  }
});
