import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The real stack in a real Chromium: one server and one browser for all files, which run one after another. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    environment: "node",
    include: ["**/*.e2e.ts"],
    globalSetup: ["./stack.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    retry: 0,
  },
});
