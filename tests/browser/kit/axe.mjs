// What axe calls wrong on a page, by WCAG 2.2 A and AA.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const AXE = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

/** Runs in the page, once nothing moves any more: words half faded in have no contrast yet. */
const FAULTS = async () => {
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await window.axe.run(document, { runOnly });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
};

/** Nothing is cut off at the side, and nobody has to push the page about. */
export async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} px wider than the screen`);
}

/** Nothing that axe calls wrong. */
export async function readable(page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(AXE);
  assert.deepEqual(await page.evaluate(FAULTS), []);
}
