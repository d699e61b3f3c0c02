import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { startMailServer } from "./mail-server.mjs";

declare module "vitest" {
  /** What the stacks tell the tests. */
  export interface ProvidedContext {
    /** One for each file that runs at a time (`own-stack.ts`). */
    stacks: Stack[];
  }
}

/** A server of its own over a database of its own. */
export interface Stack {
  /** The port that the server listens on. */
  port: number;
  /** Where the server keeps its key. */
  home: string;
  /** Where the mails that it sends arrive, one file each. */
  mails: string;
  /** The database's administrator. */
  admin: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts the product as `make run` does, with the demo workspaces, over each PostgreSQL that `tools/e2e` has started;
 * stops it when the tests are over.
 */
export default async function setup(project: TestProject) {
  const admins = process.env.KONTALY_TEST_ADMIN_URLS?.split(" ") ?? [];
  if (admins.length === 0) throw new Error("No PostgreSQL to test with: run tools/e2e.");
  const ports = await freePorts(admins.length);
  const running = await Promise.all(admins.map((admin, at) => start(admin, ports[at] as number)));
  project.provide(
    "stacks",
    running.map(({ stack }) => stack),
  );
  return async () => {
    await Promise.all(running.map(({ end }) => end()));
  };
}

async function start(admin: string, port: number) {
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
      KONTALY_WEBHOOKS_LOOPBACK: "true",
    },
    stdio: ["ignore", log, log],
  });
  await ready(server, port, join(home, "server.log"));
  const end = async () => {
    await stop(server);
    await mailServer.stop();
  };
  return { stack: { port, home, mails, admin }, end };
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

/* Ports that nobody listens on; held together, so that none is found twice. */
async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, listening));
  return Promise.all(probes.map(({ port, close }) => close().then(() => port)));
}

function listening(): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      if (typeof address !== "object" || !address) return reject(new Error("no port"));
      const close = () => new Promise<void>((done) => probe.close(() => done()));
      resolve({ port: address.port, close });
    });
  });
}
