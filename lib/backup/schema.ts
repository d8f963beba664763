import { z } from "zod";

/**
 * An archive is gzip over lines of JSON: the header; for each table a line with its columns and then one line a row, as
 * PostgreSQL writes it (`to_jsonb`: numbers with every digit, times with every microsecond); and the trailer.
 */
export const FORMAT = "proofdesk backup";
export const FORMAT_VERSION = 1;

export const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number().int().min(1),
  /** The names of the migrations that the database had, in their order. */
  migrations: z.array(z.string()),
  createdAt: z.iso.datetime(),
  tables: z.array(z.string()),
});
export type Header = z.infer<typeof headerSchema>;

export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
export type Table = z.infer<typeof tableSchema>;

/** Without it a file that was cut short between two lines would look whole. */
export const endSchema = z.object({
  end: z.object({
    /** How many rows each table has. */
    rows: z.record(z.string(), z.number().int()),
    /** Of every line before this one, line ends included. */
    sha256: z.string(),
  }),
});

/** What a row's line has around the row: restored as the text it is, for JavaScript's numbers would lose digits. */
export const ROW_BEGIN = '{"row":';
export const ROW_END = "}";
