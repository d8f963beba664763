import type { Permission } from "@/lib/team/permissions";
import type { Role } from "@/lib/team/schema";

/** A signed-in person, as one request knows them. */
export type Person = {
  personId: string;
  sessionId: string;
  email: string;
  name: string;
  role: Role;
  locale: string | null;
  timeZone: string | null;
};

declare const granted: unique symbol;

/**
 * A person who was checked to hold a permission. Only lib/team/gate.ts can make one: a function that spends money
 * takes this type, and so cannot be called with a mere person id.
 */
export type Permitted<P extends Permission> = Person & { readonly [granted]: Record<P, true> };
