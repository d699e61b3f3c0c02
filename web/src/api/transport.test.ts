import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { NetworkError, ProblemError } from "./problem.ts";
import { request, whenUnauthenticated } from "./transport.ts";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const refusal = (status: number, body: object, headers = {}) =>
  new HttpResponse(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });

describe("a call", () => {
  it("sends JSON with the version it is based on", async () => {
    server.use(
      http.patch("*/api/leads/1", async ({ request: call }) =>
        HttpResponse.json({ match: call.headers.get("if-match"), body: await call.json() }),
      ),
    );
    const answer = await request("/api/leads/1", {
      method: "PATCH",
      body: { name: "Ines" },
      ifMatch: 7,
    });
    expect(answer).toEqual({ match: '"7"', body: { name: "Ines" } });
  });

  it("gives what was answered, and nothing where nothing was", async () => {
    server.use(
      http.post("*/api/bulks", () => HttpResponse.json({ id: "b" }, { status: 202 })),
      http.post("*/api/verification", () => new HttpResponse(null, { status: 202 })),
    );
    expect(await request("/api/bulks", { method: "POST" })).toEqual({ id: "b" });
    expect(await request("/api/verification", { method: "POST" })).toBeUndefined();
  });

  it("throws a conflict with the record as it is now", async () => {
    server.use(
      http.patch("*/api/leads/1", () =>
        refusal(409, { status: 409, code: "stale", current: { version: 8 } }),
      ),
    );
    const error = await request("/api/leads/1", { method: "PATCH", body: {} }).catch(
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 409, code: "stale", current: { version: 8 } });
  });

  it("names the refused fields", async () => {
    const fields = [{ field: "email", code: "invalid", message: "Not an address" }];
    server.use(
      http.post("*/api/leads", () => refusal(422, { status: 422, code: "invalid", fields })),
    );
    const error = await request<ProblemError>("/api/leads", { method: "POST", body: {} }).catch(
      (reason) => reason,
    );
    expect(error.field("email")).toBe("Not an address");
    expect(error.field("name")).toBeUndefined();
  });

  it("makes a problem even of a proxy's page, and keeps the wait", async () => {
    server.use(
      http.get(
        "*/api/leads",
        () => new HttpResponse("<h1>busy</h1>", { status: 503, headers: { "retry-after": "5" } }),
      ),
    );
    const error = await request("/api/leads").catch((reason) => reason);
    expect(error).toMatchObject({ status: 503, code: "http_503", retryAfterSeconds: 5 });
  });

  it("tells no answer from a refusal", async () => {
    server.use(http.get("*/api/leads", () => HttpResponse.error()));
    await expect(request("/api/leads")).rejects.toBeInstanceOf(NetworkError);
  });

  it("reports the end of the session, but not wrong credentials", async () => {
    const ended = vi.fn<() => void>();
    whenUnauthenticated(ended);
    server.use(http.all("*/api/*", () => refusal(401, { status: 401, code: "unauthenticated" })));
    await request("/api/session", { method: "POST", body: {} }).catch(() => {});
    expect(ended).not.toHaveBeenCalled();
    await request("/api/leads").catch(() => {});
    expect(ended).toHaveBeenCalledOnce();
  });
});
