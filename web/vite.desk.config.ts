import { defineConfig } from "vite";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { base, buildOf, pdfParts, precompress } from "./vite.shared.ts";

export default defineConfig({
  ...base,
  // Components of Element Plus (and their styles) come in as templates name them.
  plugins: [
    ...(base.plugins ?? []),
    Components({ resolvers: [ElementPlusResolver()], include: [/src\/desk\/.*\.vue(\?vue|$)/], dirs: [], dts: false }),
    pdfParts(),
    precompress("desk"),
  ],
  build: buildOf("desk"),
});
