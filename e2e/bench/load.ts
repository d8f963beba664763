import { Agent, request } from "node:http";
import { type Latency, latencyOf } from "@/e2e/bench/statistics";

/** One request to measure; `status` is what it must answer, anything else ends the benchmark. */
export type Call = {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
  status: number;
};

export type Load = {
  connections: number;
  /** How many requests at most, and how long at most. */
  requests: number;
  limitMs: number;
};

/**
 * Sends calls one after another on each of so many kept connections, as fast as they are answered, until the number or
 * the time is reached. Measured from the first byte written to the last byte read.
 */
export async function measure(call: () => Call, { connections, requests, limitMs }: Load): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let left = requests;
  const startedAt = performance.now();
  const connection = async () => {
    while (left > 0 && performance.now() - startedAt < limitMs) {
      left--;
      times.push(await timed(call(), agent));
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, connection));
    return latencyOf(times, performance.now() - startedAt);
  } finally {
    agent.destroy();
  }
}

function timed({ method, url, headers, body, status }: Call, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const sent = request(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === status) resolve(performance.now() - startedAt);
        else reject(new Error(`${method} ${url} answered ${response.statusCode}: ${Buffer.concat(chunks)}`));
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
