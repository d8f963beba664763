const registry: Record<symbol, unknown> = globalThis as never;

/**
 * One instance per process. Next bundles route handlers, pages and `instrumentation.ts` apart, so a
 * module's own variables exist several times in one process; what must be shared lives on `globalThis`.
 */
export function singleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`proofdesk.${name}`);
  if (!(key in registry)) registry[key] = make();
  return registry[key] as T;
}
