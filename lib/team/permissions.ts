import type { Role } from "@/lib/team/schema";

/** The least role for each thing that a person may do (design, "Roles"). */
export const PERMISSIONS = {
  "desk.look": "viewer",
  "self.manage": "viewer",
  "submissions.decide": "reviewer",
  "workers.block": "reviewer",
  "campaigns.approveAll": "manager",
  "campaigns.allowSweeps": "manager",
  "orders.place": "manager",
  "reasons.manage": "manager",
  "data.export": "manager",
  "people.manage": "owner",
  "accountKey.manage": "owner",
  "orderPolicy.manage": "owner",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof PERMISSIONS;

const RANK: Record<Role, number> = { viewer: 0, reviewer: 1, manager: 2, owner: 3 };

/** Whether a role includes a permission; roles only ever add to the one below. */
export function may(role: Role, permission: Permission): boolean {
  return RANK[role] >= RANK[PERMISSIONS[permission]];
}
