// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { text as besideEn } from "@/room/beside/text.en";
import { text as besideZh } from "@/room/beside/text.zh";
import { words } from "./words.zh";

it("has one name for who writes the minutes: the one that the minutes have", () => {
  expect(words.role.clerk).toBe("书记员");
  const texts = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => /(\.zh\.ts|\.vue)$/.test(file));
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((file) => readFileSync(join("src", file), "utf8").includes("记录员"))).toEqual([]);
});

it("tells beforehand what an exhibit may weigh, a film among them", () => {
  for (const { fileHint } of [besideZh, besideEn]) expect(fileHint).toMatch(/10 MB.*100 MB/);
});
