import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";

const PASSWORD = "kontaly-bench-2026";
const SERVE_PORT = 18_090;
const SMTP_PORT = 18_091;

/** The binary, a mail server, a serving process and a worker, on the database that the caller's environment names. */
export async function startStack({ binary, home, url, workspaces }) {
  mkdirSync(home, { recursive: true });
  const env = {
    ...process.env,
    KONTALY_DATABASE_URL: url,
    KONTALY_KEY_FILE: join(home, "server.key"),
    KONTALY_FILES_URL: `file://${join(home, "files")}`,
    KONTALY_PORT: String(SERVE_PORT),
    KONTALY_WORKER: "false",
    KONTALY_PEOPLE_REQUESTS: "0",
    KONTALY_WORKSPACE_REQUESTS: "0",
    KONTALY_SMTP_URL: `smtp://127.0.0.1:${SMTP_PORT}`,
    KONTALY_LOG: "warn",
    KONTALY_ADMIN_PASSWORD: PASSWORD,
  };
  const run = (...args) => {
    const { status, stderr, stdout } = spawnSync(binary, args, { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}${stdout}`);
  };
  run("migrate");
  for (const slug of workspaces)
    run("tenant", "create", slug, "--name", slug, "--admin-name", "Ada", "--admin-email", emailOf(slug));
  const log = (name) => openSync(join(home, `${name}.log`), "w");
  const start = (name) => {
    const to = log(name);
    return spawn(binary, [name], { env, stdio: ["ignore", to, to] });
  };
  const mails = await mailServer();
  const processes = { serve: start("serve"), worker: start("worker") };
  const stop = async () => {
    for (const child of Object.values(processes)) {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
    mails.close();
  };
  try {
    await ready(processes.serve);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    mails,
    memory: (name) => peakMemory(processes[name].pid),
    forgetPeaks: () => Object.values(processes).forEach(({ pid }) => forgetPeak(pid)),
    signIn: async (slug) => {
      const answer = await call(slug, null, "POST", "/api/session", { email: emailOf(slug), password: PASSWORD });
      const cookie = answer.headers["set-cookie"][0].split(";")[0];
      return {
        slug,
        cookie,
        call: async (method, path, body, headers) => {
          const { status, json } = await call(slug, cookie, method, path, body, headers);
          if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
          return json;
        },
        stream: (path) => open(slug, cookie, path),
      };
    },
    stop,
  };
}

function emailOf(slug) {
  return `ada@${slug}.example`;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/* A body that is a stream is sent as it is, anything else as JSON. */
function call(slug, cookie, method, path, body, headers = {}) {
  const streams = typeof body?.pipe === "function";
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        agent,
        host: "127.0.0.1",
        port: SERVE_PORT,
        method,
        path,
        headers: {
          host: `${slug}.localhost`,
          "sec-fetch-site": "same-origin",
          ...(body !== undefined && !streams && { "content-type": "application/json" }),
          ...(cookie && { cookie }),
          ...headers,
        },
      },
      async (answer) => {
        const parts = [];
        for await (const part of answer) parts.push(part);
        const text = Buffer.concat(parts).toString();
        resolve({ status: answer.statusCode, headers: answer.headers, json: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text });
      },
    );
    request.on("error", reject);
    if (streams) body.pipe(request);
    else request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/* An answer that is read as it comes. */
function open(slug, cookie, path) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port: SERVE_PORT, path, headers: { host: `${slug}.localhost`, cookie } },
      resolve,
    );
    request.on("error", reject).end();
  });
}

async function ready(server) {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${SERVE_PORT}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error("The server does not answer.");
}

/* The most memory that a process has used since it was last forgotten, in MB (proc(5): VmHWM). */
function peakMemory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024;
}

/* proc(5): writing 5 resets the peak. */
function forgetPeak(pid) {
  spawnSync("sh", ["-c", `echo 5 > /proc/${pid}/clear_refs`]);
}

/* As much of a mail server as is needed to know when which mail came. */
async function mailServer() {
  const arrived = new Map();
  const server = createServer((socket) => {
    let inData = false;
    let recipient = "";
    let rest = "";
    socket.write("220 bench\r\n");
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      rest += bytes;
      for (let at; (at = rest.indexOf("\r\n")) >= 0; ) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (inData) {
          if (line !== ".") continue;
          inData = false;
          arrived.set(recipient, performance.now());
          socket.write("250 taken\r\n");
        } else if (/^RCPT/i.test(line)) {
          recipient = /<(.*)>/.exec(line)[1];
          socket.write("250 ok\r\n");
        } else if (/^DATA/i.test(line)) {
          inData = true;
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else socket.write("250 ok\r\n");
      }
    });
  });
  server.listen(SMTP_PORT, "127.0.0.1");
  await once(server, "listening");
  return { arrived, close: () => server.close() };
}
