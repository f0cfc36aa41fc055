// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

/**
 * The build makes new grammar old and adds nothing to the browser. Chrome 86 and Safari 14 (`TARGET` in vite.shared.ts)
 * lack each of these: the page says nothing, and the button does nothing.
 */
const YOUNGER = [
  /\.(at|findLast|findLastIndex|toReversed|toSorted|toSpliced)\(/,
  /\b(structuredClone|randomUUID|Object\.hasOwn|Object\.groupBy|Map\.groupBy|Promise\.withResolvers|Array\.fromAsync)\(/,
  /\bAbortSignal\.(any|timeout)\(/,
  /\.(showModal|replaceChildren|checkVisibility)\(/,
];

const root = fileURLToPath(new URL(".", import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.(ts|vue)$/.test(name) && !name.endsWith(".test.ts"),
);

const read = (name: string) => readFileSync(join(root, name), "utf8");

it("asks nothing of a browser that phones and offices of 2020 lack", () => {
  const found = sources.flatMap((name) =>
    read(name).split("\n").flatMap((line, at) =>
      YOUNGER.some((young) => young.test(line)) ? [`${name}:${at + 1} ${line.trim()}`] : [],
    ),
  );
  expect(sources.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});

it("gives what has a shape a height as well: Chrome before 88 and Safari 14 draw it flat", () => {
  const shaped = sources.filter((name) => /aspect-ratio: \d/.test(read(name)));
  expect(shaped.filter((name) => !/min-height: [1-9]|@supports not \(aspect-ratio/.test(read(name)))).toEqual([]);
});
