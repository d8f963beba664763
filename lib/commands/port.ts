import { createServer } from "node:net";
import { PlainFailure } from "@/lib/commands/plain-failure";

/** The words for a port that cannot be listened on, or null for an error that is none of the port's. */
export function portTrouble(error: unknown, port: number, host: string): PlainFailure | null {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const options = { cause: error };
  if (code === "EADDRINUSE") {
    return new PlainFailure(`Port ${port} is taken by another program; set PORT to a free one.`, options);
  }
  if (code === "EACCES") {
    return new PlainFailure(`This user may not listen on port ${port}; set PORT to one above 1023.`, options);
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new PlainFailure(
      `This machine has no address ${host}; set HOST to 127.0.0.1 or 0.0.0.0.`,
      options,
    );
  }
  return null;
}

/**
 * Makes sure, before anything slow happens, that the port can be had.
 *
 * @returns the port, a free one when 0 was asked for.
 * @throws PlainFailure when it is taken or not allowed.
 */
export async function freePort(port: number, host: string): Promise<number> {
  const probe = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(port, host, () => {
        const address = probe.address();
        resolve(typeof address === "object" && address ? address.port : port);
      });
    });
  } catch (error) {
    throw portTrouble(error, port, host) ?? error;
  } finally {
    if (probe.listening) await new Promise((closed) => probe.close(closed));
  }
}
