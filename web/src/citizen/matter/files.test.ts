import { expect, it } from "vitest";
import { addFiles, MAX_FILE_BYTES, written } from "./files";

const file = (name: string, size = 1000) => ({ name, size });

it("takes what can be taken and says why not", () => {
  const { files, rejected } = addFiles([file("a.pdf")], [file("b.JPG"), file("c.exe"), file("d.pdf", MAX_FILE_BYTES + 1), file("none")]);
  expect(files.map((f) => f.name)).toEqual(["a.pdf", "b.JPG"]);
  expect(rejected.map(({ file: f, why }) => `${f.name} ${why}`)).toEqual(["c.exe fileKind", "d.pdf fileSize", "none fileKind"]);
});

it("takes twenty, and no file twice", () => {
  const many = Array.from({ length: 21 }, (_, i) => file(`${i}.png`));
  const { files, rejected } = addFiles([file("0.png")], many);
  expect(files).toHaveLength(20);
  expect(rejected.map(({ why }) => why)).toEqual(["fileCount"]);
});

it("writes sizes as people read them", () => {
  expect([written(10), written(350_000), written(3_500_000)]).toEqual(["1 KB", "342 KB", "3.3 MB"]);
});
