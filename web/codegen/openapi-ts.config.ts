import { defineConfig } from "@hey-api/openapi-ts";

/** Types and a tree-shakable SDK, both from the server's own documents; the console asks with the plain transport. */
export default defineConfig([
  {
    input: "../openapi.json",
    output: { path: "../src/api/generated", clean: true },
    plugins: [
      "@hey-api/typescript",
      "@hey-api/sdk",
      { name: "@hey-api/client-fetch", runtimeConfigPath: "../transport" },
    ],
  },
  {
    input: "../console.openapi.json",
    output: { path: "../src/console/generated", clean: true },
    plugins: ["@hey-api/typescript"],
  },
]);
