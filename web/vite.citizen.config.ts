import { defineConfig } from "vite";
import { base, buildOf, pdfParts, precompress } from "./vite.shared.ts";

export default defineConfig({
  ...base,
  define: { ...base.define, __VUE_OPTIONS_API__: "false" },
  plugins: [...(base.plugins ?? []), pdfParts(), precompress("citizen")],
  build: buildOf("citizen"),
});
