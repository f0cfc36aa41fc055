import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { SOURCES_SHA256 } from "./generated";

it("matches the Rust sources of the wire (else run `make gen`)", () => {
  const src = `${resolve("../signaling/src")}/`;
  const files = ["grant.rs", ...readdirSync(`${src}wire`).filter((f) => f.endsWith(".rs")).sort().map((f) => `wire/${f}`)];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(src + file));
  expect(hash.digest("hex"), "the wire changed: run `make gen`").toBe(SOURCES_SHA256);
});
