import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { FailedFiles } from "./failed-files.ts";

/** The real stack in a real Chromium. As many files at a time as there are stacks, so that none sees another's records. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    environment: "node",
    include: ["**/*.e2e.ts"],
    globalSetup: ["./stack.ts"],
    pool: "forks",
    maxWorkers: process.env.KONTALY_TEST_ADMIN_URLS?.split(" ").length ?? 1,
    testTimeout: process.env.CI ? 120_000 : 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    reporters: ["default", new FailedFiles()],
  },
});
