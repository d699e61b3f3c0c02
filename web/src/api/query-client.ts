import { QueryClient } from "@tanstack/react-query";
import { NetworkError, ProblemError } from "./problem.ts";

const RETRIES = 2;

/** Tries again what may pass: no answer, or a server in trouble. A refusal stays a refusal. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= RETRIES) return false;
  if (error instanceof NetworkError) return true;
  return error instanceof ProblemError && [502, 503, 504].includes(error.status);
}

/** The cache of everything that came from the server. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: shouldRetry,
        refetchOnWindowFocus: true,
      },
      // Without a network a change fails at once and is put back, instead of waiting unseen.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
