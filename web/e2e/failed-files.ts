import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Reporter, TestModule } from "vitest/node";

/** Keeps the names of the files that failed, one a line, for the second chance that `tools/e2e` gives them. */
export class FailedFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failed = modules
      .filter((module) => !module.ok())
      .map(({ moduleId }) => basename(moduleId));
    const list = fileURLToPath(new URL("../../target/e2e-failed", import.meta.url));
    writeFileSync(list, failed.map((name) => `${name}\n`).join(""));
  }
}
