import { inWords } from "@/i18n/i18n.ts";

/** A field that the server refused, and why. */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** RFC 9457 as the server writes it. `code` is stable; `current` comes with a conflict. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status: number;
  code: string;
  detail?: string;
  request_id?: string;
  fields?: FieldProblem[];
  current?: unknown;
}

/** The server said no, and said why. The one error type of every API call that was answered. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldProblem[];
  /** The record as it is now, when somebody else changed it first (409). */
  readonly current: unknown;
  /** How long to wait, when the server said so (429, 503). */
  readonly retryAfterSeconds: number | undefined;

  constructor(body: ProblemBody, retryAfterSeconds?: number) {
    super(inWords(body.code, body.detail ?? body.title ?? body.code));
    this.name = "ProblemError";
    this.status = body.status;
    this.code = body.code;
    this.requestId = body.request_id;
    this.fields = (body.fields ?? []).map((one) => ({
      ...one,
      message: inWords(one.code, one.message, one.field),
    }));
    this.current = body.current;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The message of one field, for the line under its box. */
  field(name: string): string | undefined {
    return this.fields.find((field) => field.field === name)?.message;
  }
}

/** Nobody answered: no network, the server is down, the request timed out. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super("The server could not be reached", { cause });
    this.name = "NetworkError";
  }
}

/** Turns any answer that is not a success into a `ProblemError`, even one that a proxy wrote as HTML. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  const wait = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  const retryAfterSeconds = Number.isFinite(wait) ? wait : undefined;
  const requestId = response.headers.get("x-request-id") ?? undefined;
  const fallback: ProblemBody = {
    status: response.status,
    code: `http_${response.status}`,
    title: response.statusText,
    request_id: requestId,
  };
  if (!/\bjson\b/.test(response.headers.get("content-type") ?? ""))
    return new ProblemError(fallback, retryAfterSeconds);
  const body: unknown = await response.json().catch(() => null);
  const known = typeof body === "object" && body !== null ? body : {};
  return new ProblemError({ ...fallback, ...known, status: response.status }, retryAfterSeconds);
}
