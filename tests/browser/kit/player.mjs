// The player of a finished recording, in any browser: where it stands, and whether its seats are in step.
import assert from "node:assert/strict";
import { until } from "./wait.mjs";

/** Of the API, as whoever is signed in on this page. */
const read = (one, path) => one.evaluate((path) => fetch(path).then((answer) => answer.json()), path);

/** Seconds from the beginning of the recording, as the player's clock shows them. */
const shown = (one) => one.evaluate(() => {
  const [, minutes, seconds] = /· (\d+):(\d+) \//.exec(document.querySelector("[data-part=clock]").textContent);
  return Number(minutes) * 60 + Number(seconds);
});

const press = (one, selector, text) => one.evaluate(([selector, text]) => {
  [...document.querySelectorAll(selector)].find((each) => each.textContent.includes(text)).click();
}, [selector, text]);

/** A click on a line takes what plays to eight seconds before it, all `many` files of that moment in step. */
export async function playsFromLine(one, hearing, line, many) {
  const { files } = await read(one, `/api/hearings/${hearing}/recordings`);
  const { entries } = await read(one, `/api/hearings/${hearing}/minutes`);
  const began = Object.fromEntries(files.map((file) => [file.id, file.began_at]));
  const from = Math.min(...Object.values(began));
  const wanted = Math.max(0, entries.find((entry) => entry.text === line).at - 8000 - from) / 1000;
  await press(one, "[data-do=play]", ""); // at rest the clock stands
  await press(one, "[data-chapter=statement]", "");
  const before = await shown(one);
  assert.ok(before > wanted + 3, `it stands elsewhere before: ${before} s, the line is at ${wanted} s`);
  await press(one, ".entries button", line);
  const after = await shown(one);
  assert.ok(Math.abs(after - wanted) <= 1, `eight seconds before the line: ${after} s instead of ${wanted} s`);
  await press(one, "[data-do=play]", "");
  await until(`${many} files play from there, half a second apart at most`, () => one.evaluate(([began, many, from]) => {
    const all = [...document.querySelectorAll("[data-page=recording] video, [data-page=recording] audio")];
    const live = all.filter((each) => !each.paused && !each.seeking && !each.error);
    const at = live.map((each) => began[each.src.split("/").pop()] / 1000 + each.currentTime);
    return live.length >= many && Math.min(...at) > from && Math.max(...at) - Math.min(...at) <= 0.5;
  }, [began, many, from / 1000 + wanted - 1]));
}
