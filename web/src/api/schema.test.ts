// @vitest-environment node
import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

it("has the REST types that docs/openapi.json describes (else run `make gen`)", async () => {
  const described = await openapiTS(new URL("../../../docs/openapi.json", import.meta.url));
  const committed = readFileSync(new URL("schema.d.ts", import.meta.url), "utf8");
  expect(committed).toBe(COMMENT_HEADER + astToString(described));
}, 30_000);
