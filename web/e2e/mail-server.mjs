import { createInterface } from "node:readline";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/*
 * A real mail server for tests, on this machine alone. What a recipient's name begins with says how it is treated: mails to
 * `nobody…` are refused for good; the first time, those to `busy…` are refused for now, and of those to `slow…` it takes
 * the text and never says that it has it. With `hold`, no sender hears that a mail was taken before the test lets it go. Also a
 * program of its own, for tests that are not written in JavaScript: it prints its port and then each mail as a line of JSON, and
 * lets one mail go for each line that it is told.
 */

const PERMANENT = 550;
const FOR_NOW = 451;

/** Starts it; every mail that arrives is told, as a person's mail program reads it. */
export async function startMailServer({ onMail, tls, login, hold }) {
  const seen = new Set();
  const held = [];
  const isFirst = (address, like) => {
    if (!address.startsWith(like) || seen.has(address)) return false;
    seen.add(address);
    return true;
  };
  const server = new SMTPServer({
    ...tls,
    disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    authOptional: !login,
    onAuth: ({ username, password }, _session, done) =>
      login && username === login.user && password === login.password
        ? done(null, { user: username })
        : done(new Error("Wrong user or password")),
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith("nobody")) return done(refusal(PERMANENT, "No such mailbox here"));
      if (isFirst(address, "busy")) return done(refusal(FOR_NOW, "Greylisted, try again later"));
      done();
    },
    onData: (stream, session, done) => {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", async () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const mail = await read(Buffer.concat(chunks));
        onMail({ ...mail, to, secure: session.secure, user: session.user ?? null });
        if (hold) held.push(done);
        else if (!to.some((address) => isFirst(address, "slow"))) done();
      });
    },
  });
  // A client that hangs up, or does not believe the certificate, is its own affair.
  server.on("error", () => {});
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.server.address().port,
    letGo: () => held.shift()?.(),
    stop: () => new Promise((end) => server.close(end)),
  };
}

function refusal(responseCode, message) {
  return Object.assign(new Error(message), { responseCode });
}

async function read(raw) {
  const mail = await PostalMime.parse(raw);
  const type = mail.headers.find(({ key }) => key === "content-type")?.value ?? "";
  return {
    from: mail.from?.address ?? "",
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html ?? "",
    type: type.split(";")[0].trim(),
    automatic: mail.headers.find(({ key }) => key === "auto-submitted")?.value ?? "",
  };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
  const { port, letGo } = await startMailServer({
    ...JSON.parse(process.argv[2] ?? "{}"),
    onMail: say,
  });
  say({ port });
  // Whoever started it is gone when its end of the pipe is.
  createInterface(process.stdin)
    .on("line", letGo)
    .on("close", () => process.exit(0));
}
