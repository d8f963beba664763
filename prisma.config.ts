import { defineConfig } from "prisma/config";

// Only authors' commands (`prisma generate`, `prisma migrate dev`) read this file: the desk itself
// applies migrations in process at start (lib/db/migrate.ts).
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
