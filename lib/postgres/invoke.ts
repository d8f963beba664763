import { type SpawnOptions, spawn } from "node:child_process";
import type { SystemUser } from "@/lib/postgres/system-user";

/**
 * How every program of PostgreSQL is started. It never inherits our environment: PostgreSQL has no business with the
 * desk's secrets, and `PG*` variables meant for another server must not steer this one. It starts in `/`, since the other
 * user may not be able to enter our folder.
 */
export function strangerOptions(user: SystemUser | null): SpawnOptions {
  return {
    cwd: "/",
    // NODE_ENV only because Next's types demand one in every environment.
    env: {
      PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
      LC_ALL: "C",
      TZ: "UTC",
      NODE_ENV: "production",
    },
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  };
}

/**
 * Runs one program to its end and answers its exit code and the last 16 kB of its output, both streams together.
 *
 * @throws the spawn error (`ENOENT`, `EACCES` …) when the program cannot be started at all.
 */
export function invoke(
  command: string,
  args: string[],
  user: SystemUser | null,
): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, strangerOptions(user));
    let output = "";
    const collect = (chunk: string) => {
      output = (output + chunk).slice(-16_384);
    };
    child.stdin?.end();
    child.stdout?.setEncoding("utf8").on("data", collect);
    child.stderr?.setEncoding("utf8").on("data", collect);
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output: output.trim() }));
  });
}
