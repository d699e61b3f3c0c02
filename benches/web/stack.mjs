import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

/** Where everything stands from here. */
export const ROOT = resolve(import.meta.dirname, "../..");
/** The workspace that is measured: the only one of the scale data. */
export const SLUG = "scale-001";
export const EMAIL = `admin@${SLUG}.example`;
export const PASSWORD = "kontaly-demo-2026";
/** As many leads as the list has; a quarter as many deals. */
const LEADS = 100_000;

/** The product as it is shipped, with the scale data, which are made once and kept under .kontaly/bench-web. */
export async function startProduct({ binary, home }) {
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  const log = openSync(join(home, "server.log"), "w");
  const server = spawn(binary, ["dev", "--no-demo"], {
    cwd: ROOT,
    env: { ...process.env, KONTALY_HOME: home, KONTALY_PORT: String(port), KONTALY_PEOPLE_REQUESTS: "0" },
    stdio: ["ignore", log, log],
  });
  await ready(server, port, join(home, "server.log"));
  fill(binary, home);
  return {
    port,
    stop: () => ended(server),
  };
}

/* Makes the scale data unless they are there: then the command says that the tenant exists. */
function fill(binary, home) {
  if (existsSync(join(home, "filled"))) return;
  const [port, password] = ["port", "password"].map((name) =>
    readFileSync(join(home, "data", name), "utf8").trim(),
  );
  console.error(`Making ${LEADS.toLocaleString("en")} leads, once …`);
  const made = spawnSync(binary, ["demo", "scale", "--tenants", "1", "--leads", String(LEADS)], {
    cwd: ROOT,
    env: {
      ...process.env,
      KONTALY_DATABASE_URL: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/kontaly`,
      KONTALY_KEY_FILE: join(home, "server.key"),
    },
    encoding: "utf8",
  });
  if (made.status !== 0 && !/is a tenant/.test(made.stderr + made.stdout))
    throw new Error(`The scale data could not be made: ${made.stderr}`);
  openSync(join(home, "filled"), "w");
}

async function ready(server, port, log) {
  for (let tries = 0; tries < 1200; tries++) {
    if (server.exitCode !== null) throw new Error(`The server ended at once; its log is ${log}.`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error(`The server was not ready after two minutes; its log is ${log}.`);
}

async function ended(server) {
  if (server.exitCode !== null) return;
  const gone = new Promise((go) => server.once("exit", go));
  server.kill("SIGTERM");
  await gone;
}

/** A port of the loopback that nobody listens on. */
export function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}
