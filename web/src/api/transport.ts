import { i18n } from "@/i18n/i18n.ts";
import { NetworkError, type ProblemError, problemFrom } from "./problem.ts";

/** Who wants to know that the session has ended (the app: it shows the sign-in page). */
let onUnauthenticated: () => void = () => {};

/** Sets what happens when any call is answered with 401. Called once, by the app. */
export function whenUnauthenticated(handler: () => void): void {
  onUnauthenticated = handler;
}

/**
 * `fetch` as the whole product uses it, the generated client included: same origin, and anything
 * but success is thrown as a typed error.
 */
export const apiFetch: typeof fetch = async (input, init) => {
  let response: Response;
  try {
    response = await fetch(input, { credentials: "same-origin", ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new NetworkError(cause);
  }
  if (response.ok) return response;
  throw await refusal(response, input);
};

/** The error that a refusal becomes; one that says that nobody is signed in is told to the app. */
export async function refusal(response: Response, asked: RequestInfo | URL): Promise<ProblemError> {
  const problem = await problemFrom(response);
  if (response.status === 401 && !isSignIn(asked)) onUnauthenticated();
  return problem;
}

/** Wrong credentials are also a 401, and no session has ended then. */
function isSignIn(input: RequestInfo | URL): boolean {
  const url = typeof input === "string" ? input : input instanceof URL ? input.pathname : input.url;
  return new URL(url, window.location.origin).pathname === "/api/session";
}

/** What a hand-written call may carry. */
export interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  body?: unknown;
  /** The version of the record that the change is based on. */
  ifMatch?: number | string;
  /** Makes a repeated POST harmless. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** A JSON call for what the generated client has no operation of. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const headers = new Headers({ accept: "application/json", "accept-language": i18n.locale });
  if (options.body !== undefined) headers.set("content-type", "application/json");
  if (options.ifMatch !== undefined) headers.set("if-match", ifMatch(options.ifMatch));
  if (options.idempotencyKey) headers.set("idempotency-key", options.idempotencyKey);
  const response = await apiFetch(path, {
    method: options.method ?? "GET",
    headers,
    body: options.body === undefined ? null : JSON.stringify(options.body),
    signal: options.signal ?? null,
  });
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

/** A record's version as the `If-Match` header wants it. */
export function ifMatch(version: number | string): string {
  return `"${version}"`;
}

/** How the generated client is set up: this transport, this origin, errors thrown. */
export function createClientConfig<Config extends object>(
  config?: Config,
): Config & { baseUrl: string; fetch: typeof fetch; throwOnError: true } {
  return { ...(config as Config), baseUrl: "", fetch: apiFetch, throwOnError: true };
}
