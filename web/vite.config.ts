// Development server and unit tests. Builds: vite.citizen.config.ts, vite.desk.config.ts.
import { defineConfig } from "vitest/config";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { base, pages } from "./vite.shared.ts";

/** The server to develop against. */
const SERVER = process.env.LIANJIE_URL ?? "http://127.0.0.1:8080";

const SIZE = "src/citizen/size.test.ts";

export default defineConfig({
  ...base,
  plugins: [
    ...(base.plugins ?? []),
    pages(),
    Components({ resolvers: [ElementPlusResolver()], include: [/src\/desk\/.*\.vue(\?vue|$)/], dirs: [], dts: false }),
  ],
  appType: "mpa",
  server: {
    port: 5173,
    // The server checks Origin: development pages must look as if they came from it.
    proxy: {
      "/api": {
        target: SERVER,
        changeOrigin: true,
        ws: true,
        headers: { origin: SERVER },
      },
    },
  },
  test: {
    environment: "happy-dom",
    server: { deps: { inline: ["element-plus"] } },
    projects: [
      // Each file has its own context, and what it imports is compiled once for all: half the time.
      { extends: true, test: { name: "units", pool: "vmThreads", include: ["src/**/*.test.ts"], exclude: [SIZE] } },
      // It builds, and a build does not know the values of another context for its own.
      { extends: true, test: { name: "size", pool: "threads", include: [SIZE] } },
    ],
  },
});
