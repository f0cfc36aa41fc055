import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

/** Of a television with 1920 px across and 18 px to the rem, in px: words that one reads from three metres. */
const LEAST = 32;
const BASE = 1.9 * 19.2;

const stylesOf = (file: string) => /<style[^]*$/.exec(readFileSync(resolve("src/citizen", file), "utf8"))?.[0] ?? "";

function pixels(size: string, rem = 18): number {
  const [, least, wide, most] = /^clamp\(([\d.]+)rem, ([\d.]+)vw, ([\d.]+)rem\)$/.exec(size) ?? [];
  if (wide !== undefined) return Math.min(Math.max(Number(least) * rem, Number(wide) * 19.2), Number(most) * rem);
  const [, number, unit] = /^([\d.]+)(em|rem)$/.exec(size) ?? [];
  return Number(number) * (unit === "em" ? BASE : rem);
}

/** The rem of what comes before and after the room: `:root.wall`. */
const REM = 19.2 * Number(/:root\.wall \{\s*font-size: clamp\(18px, ([\d.]+)vw, 42px\)/.exec(readFileSync(resolve("src/ui/tokens.css"), "utf8"))?.[1]);

it.each(["hall/HallRoom.vue", "hall/HallLine.vue", "screen/ScreenPage.vue", "screen/PairingCode.vue"])("says nothing smaller than 32 px on a wall: %s", (file) => {
  for (const [, size] of stylesOf(file).matchAll(/font-size: ([^;]+);/g)) expect(pixels(size ?? ""), `${file}: ${size}`).toBeGreaterThanOrEqual(LEAST);
});

it.each(["join/CheckAndWait.vue", "join/arrival/ArrivalPart.vue", "join/CheckLine.vue", "join/EndedPage.vue"])("waits and ends in the type of a wall: %s", (file) => {
  expect(REM).toBeGreaterThanOrEqual(LEAST);
  for (const [, size] of stylesOf(file).matchAll(/font-size: ([^;]+);/g)) expect(pixels(size ?? "", REM), `${file}: ${size}`).toBeGreaterThanOrEqual(LEAST);
});

it("makes what is small elsewhere as large as the rest in the hall, keys and warnings with it", () => {
  const styles = stylesOf("hall/HallRoom.vue");
  expect(styles).toMatch(/\.hall \{[^}]*font-size: clamp/);
  const [row = ""] = styles.split("\n").filter((line) => line.endsWith("{ font-size: 1em; }"));
  for (const one of [".times", ".small", ".chips", ".since", ".apart small"]) expect(row).toContain(one);
});

it("can answer a private talk and choose an interpreter on a wall", () => {
  expect(readFileSync(resolve("src/citizen/hall/HallRoom.vue"), "utf8")).toContain('<ApartBar :hearing="hearing" answers-only />');
});
