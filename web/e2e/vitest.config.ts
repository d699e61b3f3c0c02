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
    // Once more: the newest tests still race with pages whose code is on its way. To become 0 again.
    retry: 1,
  },
});
