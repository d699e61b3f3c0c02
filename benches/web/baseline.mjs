// The baseline: the same list, record, board and dashboard as plain server-rendered HTML with full navigations. It is
// meant to be hard to beat: one small stylesheet, no script at all, compressed, ETags for the pages and a year for the
// style; its data come over the loopback from the same API, several at once, without the network's delay.
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";
import { gzipSync } from "node:zlib";
import { board, home, lead, leads, style } from "./baseline-pages.mjs";

/** Serves the baseline for a product that listens on `api`; answers its port's address and how to stop it. */
export function startBaseline(api, port) {
  const server = createServer((asked, answer) => {
    respond(api, asked, answer).catch((error) => {
      answer.writeHead(500, { "content-type": "text/plain" });
      answer.end(String(error));
    });
  });
  return new Promise((go) =>
    server.listen(port, "127.0.0.1", () =>
      go({ port, stop: () => new Promise((done) => server.close(done)) }),
    ),
  );
}

async function respond(api, asked, answer) {
  const url = new URL(asked.url, "http://here");
  if (url.pathname === "/style.css")
    return send(asked, answer, style, {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
  const get = (path) => fetchJson(api, path, asked.headers);
  const html = await pageOf(url, get);
  if (html === undefined) {
    answer.writeHead(404);
    return answer.end();
  }
  return send(asked, answer, html, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "private, no-cache",
  });
}

function pageOf(url, get) {
  if (url.pathname === "/") return home(get);
  if (url.pathname === "/leads") return leads(get);
  if (url.pathname === "/pipeline") return board(get);
  const id = /^\/leads\/([0-9a-f-]{36})$/.exec(url.pathname)?.[1];
  return id ? lead(get, id) : undefined;
}

function send(asked, answer, text, headers) {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 16)}"`;
  if (asked.headers["if-none-match"] === etag) {
    answer.writeHead(304, { ...headers, etag });
    return answer.end();
  }
  answer.writeHead(200, { ...headers, etag, vary: "accept-encoding", "content-encoding": "gzip" });
  return answer.end(gzipSync(text, { level: 6 }));
}

/* The product's own API, as the signed-in person. Its session's cookie comes along: cookies do not tell ports apart. */
function fetchJson(api, path, { host, cookie }) {
  const workspace = host.replace(/:\d+$/, `:${api}`);
  return new Promise((found, failed) => {
    request(
      { host: "127.0.0.1", port: api, path, headers: { host: workspace, cookie: cookie ?? "" } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (part) => {
          text += part;
        });
        answer.on("end", () =>
          answer.statusCode === 200
            ? found(JSON.parse(text))
            : failed(new Error(`${path}: ${answer.statusCode}`)),
        );
      },
    )
      .on("error", failed)
      .end();
  });
}
