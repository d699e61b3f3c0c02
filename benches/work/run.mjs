// `tools/bench-work`: what background work takes, and what it leaves to others. README.md beside it says how.
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { leadsFile } from "./leads.mjs";
import { startStack } from "./stack.mjs";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    only: { type: "string", default: "events,writes,jobs,import,sheet,undo" },
    kontaly: { type: "string", default: "target/release/kontaly" },
  },
});
const ROWS = Number(options.rows);
const STREAMS = 100;
const WRITES = 300;
const WRITE_CONNECTIONS = 16;
const WRITE_SECONDS = 8;
const UNDO_ROWS = 100_000;
const JOB_WORKSPACES = 20;
const JOBS_EACH = 20;
/* As many invitations as one address may ask for in a quarter of an hour. */
const MAILS_MAX = 25;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const home = mkdtempSync("/tmp/kontaly-bench-work-");
const others = Array.from({ length: JOB_WORKSPACES }, (_, at) => `other-${at}`);
const stack = await startStack({
  binary: options.kontaly,
  home,
  url: process.env.KONTALY_BENCH_URL,
  workspaces: ["large", "sheets", ...others],
});
const parts = { events, writes: writing, jobs, import: importing, sheet, undo };
try {
  for (const name of options.only.split(",")) await parts[name]();
} finally {
  await stack.stop();
  rmSync(home, { recursive: true, force: true });
}

async function events() {
  const person = await stack.signIn(others[0]);
  const sent = new Map();
  const delays = [];
  for (let at = 0; at < STREAMS; at++) await listen(person, sent, delays);
  const writes = [];
  for (let at = 0; at < WRITES; at++) {
    const began = performance.now();
    const { id } = await person.call("POST", "/api/leads", { last_name: `Lead ${at}` });
    sent.set(id, performance.now());
    writes.push(performance.now() - began);
    await pause(20);
  }
  await until(() => delays.length >= STREAMS * WRITES, 10_000);
  const missed = STREAMS * WRITES - delays.length;
  say("events", `${STREAMS} streams, ${WRITES} writes at 50 a second: after the answer ${quantiles(delays)}; ${missed} missed`);
  say("", `the writes themselves ${quantiles(writes)}`);
}

async function listen(person, sent, delays) {
  const answer = await person.stream("/api/changes");
  let text = "";
  await new Promise((greeted) => {
    answer.on("data", (bytes) => {
      text += bytes;
      for (let at; (at = text.indexOf("\n\n")) >= 0; ) {
        const message = text.slice(0, at);
        text = text.slice(at + 2);
        if (/^event: ?hello/m.test(message)) greeted();
        const data = /^data: ?(.*)/m.exec(message)?.[1];
        if (!/^event: ?change/m.test(message) || !data) continue;
        const then = sent.get(JSON.parse(data).record_id);
        // the stream may outrun the answer
        delays.push(then === undefined ? 0 : performance.now() - then);
      }
    });
  });
}

/* What the row for the streams costs a write: with it and without, twice in turn, for a machine is now faster and now slower. */
async function writing() {
  const person = await stack.signIn(others[2]);
  const rates = { enable: [], disable: [] };
  for (const state of ["enable", "disable", "enable", "disable"]) {
    const { status, error } = spawnSync("psql", [
      process.env.KONTALY_BENCH_URL,
      "-qc",
      `alter table events ${state} trigger tell_change`,
    ]);
    if (error || status !== 0) return say("writes", "not measured: there is no psql");
    rates[state].push(await writesASecond(person));
  }
  spawnSync("psql", [process.env.KONTALY_BENCH_URL, "-qc", "alter table events enable trigger tell_change"]);
  const [on, off] = [mean(rates.enable), mean(rates.disable)];
  say("writes", `${WRITE_CONNECTIONS} connections: ${on.toFixed(0)} leads a second with the feed, ${off.toFixed(0)} without it: ${(on / off).toFixed(2)}`);
}

async function writesASecond(person) {
  const end = performance.now() + WRITE_SECONDS * 1000;
  let count = 0;
  const write = async () => {
    for (; performance.now() < end; count++) await person.call("POST", "/api/leads", { last_name: "Write" });
  };
  await Promise.all(Array.from({ length: WRITE_CONNECTIONS }, write));
  return count / WRITE_SECONDS;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function jobs() {
  const people = await Promise.all(others.map((slug) => stack.signIn(slug)));
  const leads = await Promise.all(
    people.map((person) => person.call("POST", "/api/leads", { last_name: "Job", score: 1 })),
  );
  const began = performance.now();
  await Promise.all(people.map((person, at) => oneByOne(person, leads[at].id)));
  const seconds = (performance.now() - began) / 1000;
  const done = JOB_WORKSPACES * JOBS_EACH;
  say("jobs", `${done} in ${JOB_WORKSPACES} workspaces, one at a time in each: ${(done / seconds).toFixed(0)} a second, requests included`);
}

async function oneByOne(person, lead) {
  for (let round = 0; round < JOBS_EACH; round++) await ended(person, await change(person, lead, round % 100));
}

async function change(person, lead, score) {
  const records = [{ id: lead }];
  return person.call("POST", "/api/bulks", { noun: "lead", records, change: { set: { score } } });
}

async function ended(person, bulk) {
  await until(async () => (await person.call("GET", `/api/bulks/${bulk.id}`)).state !== "running", 120_000);
}

/* A file of leads through the worker, while others ask for a mail and for a job every two seconds. */
async function importing() {
  const person = await stack.signIn("large");
  const file = join(home, "leads.csv");
  await leadsFile(file, ROWS);
  stack.forgetPeaks();
  const began = performance.now();
  const upload = await importOf(person, createReadStream(file), "leads.csv", "text/csv");
  say("import", `${ROWS} rows as CSV: uploaded and looked at in ${since(began)} s`);
  const ran = run(person, upload);
  const waits = await askMeanwhile(ran);
  const seconds = await ran;
  say("", `imported in ${seconds.toFixed(1)} s, ${(ROWS / seconds).toFixed(0)} rows a second; worker ${mb("worker")}, server ${mb("serve")}`);
  say("", `meanwhile, in other workspaces: a mail ${quantiles(waits.mails)} (${waits.mails.length}; goal 5000 ms); a job ${quantiles(waits.jobs)} (${waits.jobs.length})`);
}

async function importOf(person, body, name, type) {
  const path = `/api/imports?noun=leads&file_name=${name}`;
  return person.call("POST", path, body, { "content-type": type });
}

async function run(person, { id }) {
  const began = performance.now();
  await person.call("POST", `/api/imports/${id}/run`, {});
  let last;
  await until(async () => {
    last = await person.call("GET", `/api/imports/${id}`);
    return last.state !== "running";
  }, 1_800_000);
  if (last.state !== "done") fail(`the import is ${last.state}: ${last.problem}`);
  return (performance.now() - began) / 1000;
}

async function askMeanwhile(work) {
  let over = false;
  void work.finally(() => (over = true));
  const asker = await stack.signIn(others[1]);
  const { id } = await asker.call("POST", "/api/leads", { last_name: "Waits", score: 1 });
  const waits = { mails: [], jobs: [] };
  for (let at = 0; !over; at++) {
    const began = performance.now();
    if (at < MAILS_MAX) {
      const email = `guest-${at}@other.example`;
      await asker.call("POST", "/api/invitations", { email, role: "read_only" });
      await until(() => stack.mails.arrived.has(email), 60_000);
      waits.mails.push(stack.mails.arrived.get(email) - began);
    }
    const asked = performance.now();
    await ended(asker, await change(asker, id, at % 100));
    waits.jobs.push(performance.now() - asked);
    await pause(2_000);
  }
  return waits;
}

/* What was imported, out as a workbook and in again elsewhere. */
async function sheet() {
  const person = await stack.signIn("large");
  stack.forgetPeaks();
  const columns = ["first_name", "last_name", "company_name", "email", "phone", "status", "source", "score", "city"];
  let began = performance.now();
  const made = await person.call("POST", "/api/exports", {
    noun: "lead",
    format: "xlsx",
    columns: columns.map((column) => ({ field: column, header: column })),
  });
  let last;
  await until(async () => {
    last = await person.call("GET", `/api/exports/${made.id}`);
    return last.state !== "running";
  }, 1_800_000);
  if (last.state !== "done") fail(`the export is ${last.state}: ${last.problem}`);
  const seconds = (performance.now() - began) / 1000;
  say("sheet", `${last.rows} rows out as XLSX in ${seconds.toFixed(1)} s, ${(last.rows / seconds).toFixed(0)} rows a second, ${(last.size_bytes / 1e6).toFixed(0)} MB; worker ${mb("worker")}`);
  const file = join(home, "leads.xlsx");
  await pipeline(await person.stream(`/api/exports/${made.id}/file`), createWriteStream(file));
  stack.forgetPeaks();
  const other = await stack.signIn("sheets");
  began = performance.now();
  const upload = await importOf(other, createReadStream(file), "leads.xlsx", XLSX);
  say("", `the workbook uploaded and looked at in ${since(began)} s`);
  const took = await run(other, upload);
  say("", `imported in ${took.toFixed(1)} s, ${(last.rows / took).toFixed(0)} rows a second; worker ${mb("worker")}, server ${mb("serve")} (goal 256 MB)`);
}

/* An import that is taken back: what that would do, and then that. */
async function undo() {
  const rows = Math.min(ROWS, UNDO_ROWS);
  const person = await stack.signIn(others[3]);
  const file = join(home, "undo.csv");
  await leadsFile(file, rows);
  const upload = await importOf(person, createReadStream(file), "undo.csv", "text/csv");
  await run(person, upload);
  const took = [];
  for (const dry_run of [true, false]) {
    const began = performance.now();
    await person.call("POST", `/api/imports/${upload.id}/undo`, { dry_run });
    let last;
    await until(async () => {
      last = await person.call("GET", `/api/imports/${upload.id}`);
      return last.state === (dry_run ? "done" : "undone");
    }, 1_800_000);
    if (last.undo?.undone !== rows) fail(`the undo is ${last.state}: ${JSON.stringify(last.undo)}`);
    took.push((performance.now() - began) / 1000);
  }
  const [weighed, undone] = took;
  say("undo", `${rows} rows: said what it does in ${weighed.toFixed(1)} s, did it in ${undone.toFixed(1)} s, ${(rows / undone).toFixed(0)} rows a second`);
}

function mb(name) {
  return `${stack.memory(name).toFixed(0)} MB at most`;
}

function since(began) {
  return ((performance.now() - began) / 1000).toFixed(1);
}

function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms`;
}

function say(part, text) {
  console.log(`${part.padEnd(7)} ${text}`);
}

function fail(why) {
  throw new Error(why);
}

function pause(ms) {
  return new Promise((go) => setTimeout(go, ms));
}

async function until(holds, ms) {
  for (const end = performance.now() + ms; performance.now() < end; await pause(20)) if (await holds()) return;
}
