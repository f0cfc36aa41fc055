// What both builds share. The citizen entry and the desk are built apart: in one build they would
// share one framework chunk, and the desk's needs would inflate the page a phone has to load.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import vue from "@vitejs/plugin-vue";
import type { Plugin, UserConfig } from "vite";

export const root = fileURLToPath(new URL(".", import.meta.url));

export type Entry = "citizen" | "desk";

/** What the page itself has loaded need not be named again by each part that comes later; nor what nobody waits for. */
const BY_THE_PAGE = /\/(index|_plugin-vue_export-helper|Icon|stale)-[^/]*$/;
/** The same of parts of the call: they come after the join page. */
const BY_THE_JOIN_PAGE = /\/(JoinPage|UiNotice|copy)-[^/]*$/;
/** Nobody waits for what comes after the call itself: the browser learns what that needs when it is there. */
const AFTERWARDS = /\/afterwards-/;
const isLoaded = (file: string, by: string) => BY_THE_PAGE.test(file) || (/\/LiveHearing-/.test(by) && BY_THE_JOIN_PAGE.test(file));

/** Older phones and terminals in reception rooms; Vite's own default is newer. */
const TARGET = ["chrome86", "safari14", "firefox90"];

export const base: UserConfig = {
  root,
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false" },
  resolve: { alias: { "@": resolve(root, "src") } },
};

/** `dist/{entry}/index.html` and `dist/assets/{entry}/*`: `/assets` serves both builds. */
export function buildOf(entry: Entry): UserConfig["build"] {
  const name = (ending: string) => `assets/${entry}/[name]-[hash:7]${ending}`;
  return {
    outDir: "dist",
    emptyOutDir: false,
    assetsDir: `assets/${entry}`,
    target: TARGET,
    cssTarget: TARGET,
    modulePreload: { polyfill: false, resolveDependencies: (part, needs, { hostId }) => needs.filter((file) => !isLoaded(file, hostId) && !AFTERWARDS.test(part)) },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1400, // PDF.js and its worker are one piece each, loaded when a document is shown
    // No data: URLs for pictures: the content security policy allows own files only.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: resolve(root, entry, "index.html"),
      // The join page carries the names of all that comes after it: seven letters of a hash tell two builds apart as well.
      output: { entryFileNames: name(".js"), chunkFileNames: name(".js"), assetFileNames: name("[extname]") },
    },
  };
}

const TEXT = new Set([".js", ".css", ".html", ".svg", ".json"]);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name);
    return item.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Writes `.gz` and `.br` beside each text file, so that the server compresses nothing. */
export function precompress(entry: Entry): Plugin {
  return {
    name: "precompress",
    apply: "build",
    closeBundle() {
      const folders = [resolve(root, "dist", entry), resolve(root, "dist/assets", entry)];
      for (const path of folders.flatMap(filesBelow)) {
        if (!TEXT.has(extname(path)) || statSync(path).size < 512) continue;
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
      }
    },
  };
}

/** What PDF.js reads at run time: maps of Chinese encodings, and its decoders in plain JavaScript. */
export function pdfParts(): Plugin {
  const from = resolve(root, "node_modules/pdfjs-dist");
  const maps = readdirSync(resolve(from, "cmaps")).filter((name) => /GB/.test(name)).map((name) => `cmaps/${name}`);
  const decoders = ["wasm/jbig2_nowasm_fallback.js", "wasm/openjpeg_nowasm_fallback.js"];
  return {
    name: "pdf-parts",
    apply: "build",
    generateBundle() {
      for (const part of [...maps, ...decoders]) {
        this.emitFile({ type: "asset", fileName: `assets/pdf/${basename(part)}`, source: readFileSync(resolve(from, part)) });
      }
    },
  };
}

/** In development one server answers for both entries, by the same paths as the real one. */
export function pages(): Plugin {
  return {
    name: "pages",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? "/").replace(/\?.*/, "");
        const isPage = !path.includes(".") && !path.startsWith("/@") && !path.startsWith("/api");
        if (isPage) {
          const entry: Entry = path === "/desk" || path.startsWith("/desk/") ? "desk" : "citizen";
          request.url = `/${entry}/index.html`;
        }
        next();
      });
    },
  };
}
