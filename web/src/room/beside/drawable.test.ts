import { expect, it } from "vitest";
import { drawable } from "./drawable";

it.each([
  ["a page on a phone", 360, 509, 3, 3],
  ["a page on a desk", 1200, 1697, 2, 2],
  ["a long screenshot: no side over 16,384", 1080, 20_000, 2, 0.8192],
  ["a long scroll in width", 20_000, 300, 2, 0.8192],
  ["a large drawing: no more than 16 Mpx of it", 5000, 5000, 2, 0.8192],
])("draws as finely as wanted, or as fits: %s", (_what, width, height, ratio, drawn) => {
  expect(drawable(width, height, ratio)).toBeCloseTo(drawn, 3);
});

it("never asks for more than a phone can draw", () => {
  for (const [width, height] of [[1080, 20_000], [340, 90_000], [9000, 9000]] as const) {
    const ratio = drawable(width, height, 3);
    expect(Math.floor(width * ratio) * Math.floor(height * ratio)).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(Math.max(width, height) * ratio).toBeLessThanOrEqual(16_384);
  }
});
