/**
 * Everything that is audited, typed: the action and what stands in it. Secrets never do. A new action is added here,
 * so that the list of what can be asked of the audit is this file.
 */
export type AuditAction =
  | { action: "desk.set_up"; data: { email: string; by: "setup page" | "environment" } }
  | { action: "person.created"; subject: string; data: { email: string; role: string; by: string } }
  | { action: "person.password_reset"; subject: string; data: { by: string } }
  | { action: "session.started"; subject: string; data: { address: string | null; userAgent: string | null } }
  | { action: "session.ended"; subject: string; data: { reason: "signed out" | "revoked" } }
  | { action: "session.refused"; data: { email: string; address: string | null; reason: string } }
  | {
      action: "account_key.set";
      subject: string;
      data: { lastFour: string; by: "setup page" | "environment" };
    }
  | {
      action: "decision.made";
      subject: string;
      data: {
        campaignId: string;
        submissionId: number;
        verdict: string;
        notes: string | null;
        batchId: string;
      };
    }
  | { action: "decision.undone"; subject: string; data: { campaignId: string; submissionId: number } }
  | {
      action: "decision.settled";
      subject: string;
      data: {
        campaignId: string;
        submissionId: number;
        verdict: string;
        state: string;
        amountPaid: string | null;
        error: string | null;
      };
    }
  | { action: "campaign.refresh_asked"; subject: string; data: Record<string, never> };
