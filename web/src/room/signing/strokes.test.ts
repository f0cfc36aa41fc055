import { describe, expect, it } from "vitest";
import { fitted, pathOf } from "./strokes";

describe("a drawn signature", () => {
  it("is lines from where the pen went down", () => {
    expect(pathOf([[{ x: 1.2, y: 2.7 }, { x: 10, y: 20 }], [{ x: 5, y: 5 }, { x: 9, y: 9 }]])).toBe("M1 3L10 20M5 5L9 9");
  });

  it("leaves out points that nobody could see", () => {
    expect(pathOf([[{ x: 0, y: 0 }, { x: 0.5, y: 0.5 }, { x: 3, y: 0 }]])).toBe("M0 0L3 0");
  });

  it("keeps a dot", () => {
    expect(pathOf([[{ x: 4, y: 4 }]])).toBe("M4 4L5 4");
  });

  it("stands whole in a narrower box, and as it was in a wider one", () => {
    const name = [[{ x: 0, y: 40 }, { x: 600, y: 80 }]];
    expect(fitted(name, 300)).toEqual([[{ x: 0, y: 20 }, { x: 300, y: 40 }]]);
    expect(fitted(name, 700)).toBe(name);
    expect(fitted([], 300)).toEqual([]);
  });

  it("is only what the server takes", () => {
    expect(pathOf([[{ x: -3.4, y: 1e3 }, { x: 70, y: 12 }]])).toMatch(/^M[ML \d.-]*$/);
    expect(pathOf([])).toBe("");
  });
});
