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
      data: { lastFour: string; by: "setup page" | "environment" | "command line" };
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
  | { action: "campaign.refresh_asked"; subject: string; data: Record<string, never> }
  | {
      action: "batch.made";
      subject: string;
      data: {
        kind: string;
        campaignId: string | null;
        asked: number;
        refused: number;
        filter: object | null;
      };
    }
  | {
      action: "batch.paused" | "batch.resumed" | "batch.undone" | "batch.canceled";
      subject: string;
      data: { changed: number };
    }
  | { action: "batch.retried"; subject: string; data: { changed: number; newBatchId: string | null } }
  | { action: "campaign.exported"; subject: string; data: { status: string | null } }
  | {
      action: "sweep.started";
      subject: string;
      data: { campaignId: string; ground: string; planned: number };
    }
  | {
      action: "sweep.done" | "sweep.abandoned";
      subject: string;
      data: {
        campaignId: string;
        ground: string;
        code: string | null;
        message: string | null;
        applied: number;
        unseen: number;
        gone: number;
      };
    }
  | {
      action: "campaign.approve_all_asked";
      subject: string;
      data: { batchId: string | null; pending: number; taken: number; notes: string | null };
    }
  | {
      action: "campaign.settings_changed";
      subject: string;
      data: { sweepsAllowed?: boolean; approveOnceFull?: boolean | null };
    };
