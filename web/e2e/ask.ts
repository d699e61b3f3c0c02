import { request } from "node:http";
import { ownStack } from "./own-stack.ts";

/** What the server said. */
export interface Answer {
  status: number | undefined;
  /** The cookie that it set, `name=value`, or nothing. */
  cookie: string;
}

/**
 * Asks the server without a browser. Names under .localhost are this machine to browsers alone, so that the address is
 * said here and the workspace's name beside it.
 */
export function ask(
  slug: string,
  path: string,
  { body, cookie }: { body?: object; cookie?: string } = {},
): Promise<Answer> {
  const { port } = ownStack();
  const headers = {
    host: `${slug}.localhost:${port}`,
    ...(body ? { "content-type": "application/json" } : {}),
    ...(cookie ? { cookie } : {}),
  };
  const method = body ? "POST" : "GET";
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers }, (answer) => {
      answer.resume();
      const [set = ""] = answer.headers["set-cookie"] ?? [];
      resolve({ status: answer.statusCode, cookie: set.split(";")[0] ?? "" });
    });
    asked.on("error", reject);
    asked.end(body && JSON.stringify(body));
  });
}
