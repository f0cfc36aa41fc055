import { defineConfig } from "vite";
import { base, buildOf, precompress } from "./vite.shared.ts";

export default defineConfig({
  ...base,
  define: { ...base.define, __VUE_OPTIONS_API__: "false" },
  plugins: [...(base.plugins ?? []), precompress("citizen")],
  build: buildOf("citizen"),
});
