import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { apiDocs } from "./build/api-docs.ts";
import { devBoot } from "./build/dev-boot.ts";
import { linguiMacro } from "./build/lingui-macro.ts";
import { neededBy } from "./build/needed-by.ts";
import { precompress } from "./build/precompress.ts";
import { preloadHints } from "./build/preload-hints.ts";
import { routeHints } from "./build/route-hints.ts";
import { themeScript } from "./build/theme-script.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The workspace is one entry, the front door another, the console the third. */
const entries = ["index.html", "front-door.html", "console.html"].map(here);

/** Where the workspace begins. */
const WORKSPACE = /\/src\/app\/main\.tsx$/;
/** Its kinds of pages. */
const HOME = /\/home-route\.tsx$/;
const LIST = /-list-page\.tsx$/;
const BOARD = /\/pipeline-route\.tsx$/;
const RECORD = /\/(lead|contact|company|deal)-page\.tsx$/;

/** Where `npm run dev` sends /api: a running Kontaly, with the Host kept so that it finds the tenant. */
const api = process.env.KONTALY_DEV_API ?? "http://acme.localhost:8080";
/** Names under .localhost are this machine, which browsers know and many resolvers do not. */
const apiAddress = new URL(api);
const apiHost = apiAddress.host;
if (apiAddress.hostname.endsWith(".localhost")) apiAddress.hostname = "127.0.0.1";

export default defineConfig({
  plugins: [
    linguiMacro(),
    lingui(),
    react({ compiler: true }),
    tailwindcss(),
    themeScript(),
    devBoot(api),
    preloadHints(),
    routeHints(),
    apiDocs(),
    precompress(),
  ],
  resolve: { alias: { "@": here("./src") } },
  server: {
    port: 5173,
    strictPort: true,
    allowedHosts: [".localhost"],
    proxy: {
      "/api": { target: apiAddress.origin, changeOrigin: false, headers: { host: apiHost } },
    },
  },
  build: {
    target: "baseline-widely-available",
    rolldownOptions: {
      input: entries,
      output: {
        // What every page needs comes in two files: ours, and the libraries', which change seldom. What pages share comes
        // in few files, for each is a trip; each of them is what one kind of page needs at once, and the pages before it.
        codeSplitting: {
          groups: [
            {
              name: neededBy("vendor", WORKSPACE),
              tags: ["$initial"],
              test: /node_modules|rolldown.runtime/,
              priority: 9,
            },
            {
              name: neededBy("base", WORKSPACE),
              tags: ["$initial"],
              test: /\/src\/(?!app\/main|front-door|console)/,
              priority: 8,
            },
            { name: "ahead", test: /\/preload-[a-z]+\.ts$/, priority: 7 },
            { name: neededBy("pages", HOME, LIST), minShareCount: 2, priority: 6 },
            { name: neededBy("lists", LIST), minShareCount: 2, priority: 5 },
            {
              name: "controls",
              test: /node_modules\/(?!uplot|lucide|@atlaskit)|\/src\/ui\/(forms|overlay)\//,
              minShareCount: 3,
              priority: 4,
            },
            { name: neededBy("home", HOME), minShareCount: 2, priority: 3 },
            { name: neededBy("boards", BOARD), minShareCount: 2, priority: 2 },
            { name: neededBy("records", RECORD), minShareCount: 2, priority: 1 },
            {
              name: "kit",
              test: /node_modules\/lucide|\/src\/(ui|api|router)\/|\/src\/features\/(records|people|tags|views|custom-fields)\//,
              minShareCount: 4,
            },
          ],
        },
      },
    },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 400,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    css: false,
    restoreMocks: true,
  },
});
