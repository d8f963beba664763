import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/http/client";

const STALE_MS = 30_000;
const RETRIES = 2;

/**
 * Whether a failed read is worth another try: an answer that names the caller's own fault (4xx) is final, while a
 * busy or unreachable desk is tried twice more. Changes are never repeated by themselves.
 */
export function worthRetrying(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.problem.status < 500) return false;
  return failures < RETRIES;
}

/** The browser's memory of what it read. Live events say when it is old; the stale time covers their absence. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, refetchOnWindowFocus: true, retry: worthRetrying },
      mutations: { retry: false },
    },
  });
}
