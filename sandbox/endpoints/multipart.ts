import { createHash } from "node:crypto";
import busboy from "busboy";
import type { PartReceived } from "@/sandbox/journal";

export type MultipartForm = { fields: Map<string, string>; parts: PartReceived[] };

const fileFields = new Set(["campaign_image"]);

/**
 * Reads a multipart body. Contradiction 5: the vendor's own example sends text the way files are sent, so a part with a file
 * name is a text field all the same unless its name is that of the one file field. `parts` tells how each came in.
 * Rejects with an Error for a body that is not well-formed multipart.
 */
export function readMultipart(contentType: string, body: Buffer): Promise<MultipartForm> {
  return new Promise((resolve, reject) => {
    const form: MultipartForm = { fields: new Map(), parts: [] };
    const take = (name: string, bytes: Buffer, how: Pick<PartReceived, "as" | "filename" | "mimeType">) => {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      form.parts.push({ name, ...how, bytes: bytes.length, sha256 });
      if (!fileFields.has(name)) form.fields.set(name, bytes.toString("utf8"));
    };
    const parser = busboy({ headers: { "content-type": contentType }, defParamCharset: "utf8" });
    parser.on("field", (name, value, { mimeType }) => {
      take(name, Buffer.from(value, "utf8"), { as: "field", filename: null, mimeType });
    });
    parser.on("file", (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        take(name, Buffer.concat(chunks), { as: "file", filename: filename ?? null, mimeType });
      });
    });
    parser.on("error", reject);
    parser.on("close", () => resolve(form));
    parser.end(body);
  });
}
