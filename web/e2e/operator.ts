import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PASSWORD } from "./browser.ts";
import { ownStack } from "./own-stack.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/**
 * Runs `kontaly …` as an operator does, beside the running server and over its database. Passwords go through the
 * environment, as the help recommends: everybody that a command makes signs in like the people of the demo.
 */
export async function operate(...words: string[]): Promise<string> {
  const { home, admin, port } = ownStack();
  const { stdout } = await run(join(root, "target/debug/kontaly"), words, {
    cwd: root,
    env: {
      ...process.env,
      KONTALY_DATABASE_URL: admin,
      KONTALY_PORT: String(port),
      KONTALY_KEY_FILE: join(home, "server.key"),
      KONTALY_ADMIN_PASSWORD: PASSWORD,
      KONTALY_USER_PASSWORD: PASSWORD,
    },
  });
  return stdout;
}
