import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";

/** A real HTTP server on loopback that counts who comes, for tests of what a hostile image host may do. */
export type ImageHost = {
  port: number;
  /** `127.0.0.1:port` */
  host: string;
  /** Every connection, whether or not a request came over it. */
  connections: number;
  requests: IncomingMessage[];
  close(): Promise<void>;
};

/** Starts one, on a port of its own, that answers every request with `answer`. */
export async function startImageHost(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  listenHost = "127.0.0.1",
): Promise<ImageHost> {
  const server = createServer((request, response) => {
    host.requests.push(request);
    answer(request, response);
  });
  const host: ImageHost = {
    port: 0,
    host: "",
    connections: 0,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on("connection", () => host.connections++);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, listenHost, resolve);
  });
  host.port = (server.address() as AddressInfo).port;
  host.host = `127.0.0.1:${host.port}`;
  return host;
}

/** A PNG that says it is `width` × `height` and ends right after saying so: a few dozen bytes. */
export function pngHeader(width: number, height: number): Buffer {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  // 8 bits, RGB
  ihdr.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    pngChunk("IHDR", ihdr),
    pngChunk("IDAT", Buffer.alloc(8)),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
