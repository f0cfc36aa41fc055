// How a story is told, and what it leaves behind when it fails.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { test } from "node:test";

/** Tells a story; if it fails, what the pages showed and the server said is kept. `server` gives it once it is there. */
export const toldWith = (picture, server) => async (tell) => {
  try {
    await tell();
  } catch (error) {
    await picture("failed");
    await mkdir("test-results", { recursive: true });
    await writeFile("test-results/server.log", server().log);
    throw error;
  }
};

/** Steps of one story, a test each: after one that failed the rest is not tried. */
export function stepsWith(picture, server) {
  const told = toldWith(picture, server);
  let broken = false;
  return (claim, tell) =>
    test(claim, async () => {
      assert.ok(!broken, "an earlier step failed");
      broken = true;
      await told(tell);
      broken = false;
    });
}
