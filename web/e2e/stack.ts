import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { startMailServer } from "./mail-server.mjs";

declare module "vitest" {
  /** What the stack tells the tests. */
  export interface ProvidedContext {
    /** The port that the server listens on. */
    port: number;
    /** Where the server keeps its key. */
    home: string;
    /** Where the mails that it sends arrive, one file each. */
    mails: string;
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts the product as `make run` does, over the PostgreSQL that `tools/e2e` has started, with the demo workspaces;
 * stops it when the tests are over.
 */
export default async function setup(project: TestProject) {
  const admin = process.env.KONTALY_TEST_ADMIN_URL;
  if (!admin) throw new Error("No PostgreSQL to test with: run tools/e2e.");
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), "kontaly-e2e-"));
  const log = openSync(join(home, "server.log"), "w");
  const mails = join(home, "mails");
  const mailServer = await keepMails(mails);
  const server = spawn(join(root, "target/debug/kontaly"), ["dev"], {
    cwd: root,
    env: {
      ...process.env,
      KONTALY_DATABASE_URL: admin,
      KONTALY_HOME: home,
      KONTALY_PORT: String(port),
      KONTALY_SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    },
    stdio: ["ignore", log, log],
  });
  await ready(server, port, join(home, "server.log"));
  project.provide("port", port);
  project.provide("home", home);
  project.provide("mails", mails);
  return async () => {
    await stop(server);
    await mailServer.stop();
  };
}

/* A real mail server: what the product sends leaves it over SMTP, and lies in a folder then. */
function keepMails(folder: string) {
  mkdirSync(folder);
  let count = 0;
  return startMailServer({
    onMail: (mail) => {
      const name = String(count++).padStart(4, "0");
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(mail));
    },
  });
}

async function ready(server: ChildProcess, port: number, log: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (server.exitCode !== null) throw new Error(`The server ended at once; its log is ${log}.`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server was not ready after two minutes; its log is ${log}.`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
