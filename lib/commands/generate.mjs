/** `npm run generate`: the database client from prisma/schema.prisma, without Prisma's engine download. */
import { ensureGenerated, giveUp } from "./workspace.mjs";

await ensureGenerated().catch(giveUp);
