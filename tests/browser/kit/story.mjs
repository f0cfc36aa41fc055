// How a story is told, and what it leaves behind when it fails.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { test } from "node:test";

/** Lines of the server's log that are shown of a story that failed. */
const LAST_LINES = 12;

/** Tells a story; if it fails, what the pages showed and the server said is kept, and the gist of both is printed. */
export const toldWith = (picture, server, pages) => async (tell) => {
  try {
    await tell();
  } catch (error) {
    await picture("failed");
    await mkdir("test-results", { recursive: true });
    await writeFile("test-results/server.log", server().log);
    for (const [who, one] of Object.entries(pages)) console.log(`${who}: ${await gist(one)}`);
    console.log(server().log.trimEnd().split("\n").slice(-LAST_LINES).join("\n"));
    throw error;
  }
};

/** Where a page is, and what it says to whoever looks at it. */
async function gist(page) {
  const said = await page.locator("[role=alert], [role=status], [aria-live]").allInnerTexts().catch(() => ["(no answer)"]);
  return [new URL(page.url()).pathname, ...new Set(said.map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean))].join(" | ");
}

/** Steps of one story, a test each: after one that failed the rest is not tried. */
export function stepsWith(picture, server, pages) {
  const told = toldWith(picture, server, pages);
  let broken = false;
  return (claim, tell) =>
    test(claim, async () => {
      assert.ok(!broken, "an earlier step failed");
      broken = true;
      await told(tell);
      broken = false;
    });
}
