import { readFile } from "node:fs/promises";
import { invoke } from "@/lib/postgres/invoke";
import { systemErrorCode } from "@/lib/postgres/private-postgres-error";

/** Whether a process with this id exists on this machine, whoever owns it. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === "ESRCH") return false;
    if (systemErrorCode(error) === "EPERM") return true;
    throw error;
  }
}

/**
 * A text that two processes never share, even when one got the other's id after a crash or a reboot: the boot's id and
 * the start time in ticks since then (field 22 of /proc/pid/stat). Elsewhere than on Linux the start time `ps` tells, to
 * the second. Null when there is no such process.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!processExists(pid)) return null;
  try {
    const [boot, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    // The name in brackets may hold spaces and brackets; the fields after the last bracket start with number 3.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${boot.trim()}:${ticks}`;
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT" && systemErrorCode(error) !== "ESRCH") throw error;
  }
  const { exitCode, output } = await invoke("ps", ["-o", "lstart=", "-p", String(pid)], null);
  return exitCode === 0 && output ? output : null;
}
