// @vitest-environment node
import { gzipSync } from "node:zlib";
import { build, type Rollup } from "vite";
import { expect, it, vi } from "vitest";
import { base, buildOf } from "../../vite.shared.ts";

/** At 100 kbit/s this is five seconds: as long as a person on a bad line waits for a page. */
const BUDGET = 60 * 1024;

type Output = Rollup.OutputChunk | Rollup.OutputAsset;

/** A chunk, what it imports statically, and the styles of all of them. */
function closure(outputs: Output[], from: Rollup.OutputChunk, seen = new Set<string>()): Set<string> {
  if (seen.has(from.fileName)) return seen;
  seen.add(from.fileName);
  for (const css of from.viteMetadata?.importedCss ?? []) seen.add(css);
  for (const name of from.imports) {
    const next = outputs.find((output) => output.fileName === name);
    if (next?.type === "chunk") closure(outputs, next, seen);
  }
  return seen;
}

it("loads the join page, up to the call itself, in 60 KB", async () => {
  vi.stubEnv("NODE_ENV", "production"); // else the components are compiled as for development
  const define = { ...base.define, __VUE_OPTIONS_API__: "false" };
  const built = (await build({
    ...base, configFile: false, mode: "production", logLevel: "silent", define, build: { ...buildOf("citizen"), write: false },
  })) as Rollup.RollupOutput;
  const outputs: Output[] = built.output;
  const loaded = new Set<string>(["citizen/index.html"]);
  for (const part of ["index.html", "JoinPage.vue", "LiveHearing.vue"]) {
    const chunk = outputs.find((o): o is Rollup.OutputChunk => o.type === "chunk" && (o.facadeModuleId ?? "").endsWith(part));
    expect(chunk, part).toBeDefined();
    if (chunk) closure(outputs, chunk, loaded);
  }
  const bytes = [...loaded].map((name) => {
    const output = outputs.find((o) => o.fileName === name);
    const text = output === undefined ? "" : output.type === "chunk" ? output.code : output.source;
    return gzipSync(text, { level: 9 }).length;
  });
  const total = bytes.reduce((sum, n) => sum + n, 0);
  expect(total, `${[...loaded].join(", ")}: ${bytes.join(" + ")}`).toBeLessThanOrEqual(BUDGET);
  console.info(`join page: ${(total / 1024).toFixed(1)} KB of ${BUDGET / 1024} KB`);
}, 60_000);
