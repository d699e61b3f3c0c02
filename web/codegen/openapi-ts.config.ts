import { defineConfig } from "@hey-api/openapi-ts";

/** Types, a tree-shakable SDK and TanStack Query options, all from the server's own document. */
export default defineConfig({
  input: "../openapi.json",
  output: { path: "../src/api/generated", clean: true },
  plugins: [
    "@hey-api/typescript",
    "@hey-api/sdk",
    { name: "@hey-api/client-fetch", runtimeConfigPath: "../transport" },
    {
      name: "@tanstack/react-query",
      queryOptions: true,
      infiniteQueryOptions: true,
      mutationOptions: true,
    },
  ],
});
