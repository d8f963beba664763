-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('viewer', 'reviewer', 'manager', 'owner');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('approve', 'reject');

-- CreateEnum
CREATE TYPE "DecisionState" AS ENUM ('HELD', 'QUEUED', 'SENDING', 'APPLIED', 'REFUSED', 'UNCERTAIN', 'CONFLICT', 'UNDONE');

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "password_hash" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "locale" TEXT,
    "time_zone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,
    "address" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "account_key" (
    "id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "set_by_id" UUID,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upstream_call" (
    "id" BIGSERIAL NOT NULL,
    "account_key_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "actor_id" UUID,
    "decision_id" UUID,
    "request_id" TEXT,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "counted_until" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "duration_ms" INTEGER,
    "failure" TEXT,

    CONSTRAINT "upstream_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pause" (
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3),
    "strikes" INTEGER NOT NULL DEFAULT 1,
    "detail" TEXT,
    "mark" DECIMAL(18,6),

    CONSTRAINT "pause_pkey" PRIMARY KEY ("reason")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "location" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "pay" DECIMAL(18,6) NOT NULL,
    "created_at" TIMESTAMPTZ(3),
    "total_availabilities" INTEGER NOT NULL,
    "remaining_availabilities" INTEGER NOT NULL,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "success_rate" DECIMAL(6,2),
    "canceled" BOOLEAN NOT NULL DEFAULT false,
    "pending" INTEGER NOT NULL DEFAULT 0,
    "approved" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "counters_at" TIMESTAMPTZ(3) NOT NULL,
    "synced_at" TIMESTAMPTZ(3),
    "synced_pending" INTEGER,
    "synced_approved" INTEGER,
    "synced_rejected" INTEGER,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_sync" (
    "campaign_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '',
    "run_id" UUID NOT NULL,
    "next_page" INTEGER NOT NULL DEFAULT 1,
    "page_count" INTEGER,
    "total_count" INTEGER,
    "read_count" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "asked_by_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "campaign_sync_pkey" PRIMARY KEY ("campaign_id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "avatar_url" TEXT,
    "country" TEXT,
    "account_age_days" INTEGER,
    "approval_rate" DECIMAL(6,2),
    "total_completed" INTEGER,
    "facts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "blocked_at" TIMESTAMPTZ(3),

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submission" (
    "campaign_id" TEXT NOT NULL,
    "id" BIGINT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "proof_text" TEXT NOT NULL DEFAULT '',
    "notes" TEXT,
    "seen_run_id" UUID,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "submission_pkey" PRIMARY KEY ("campaign_id","id")
);

-- CreateTable
CREATE TABLE "proof_image" (
    "id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "submission_id" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "vendor_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "thumbnail_url" TEXT,
    "sha256" TEXT,
    "bytes" INTEGER,
    "width" INTEGER,
    "height" INTEGER,
    "fetched_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "proof_image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "balance" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "amount" DECIMAL(18,6) NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "balance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "submission_id" BIGINT NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "notes" TEXT,
    "state" "DecisionState" NOT NULL,
    "lane" INTEGER NOT NULL DEFAULT 0,
    "batch_id" UUID NOT NULL,
    "decided_by_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "held_until" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "read_backs" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "amount_paid" DECIMAL(18,6),
    "error_code" TEXT,
    "error" TEXT,
    "undone_by_id" UUID,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_request" (
    "person_id" UUID NOT NULL,
    "key" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_request_pkey" PRIMARY KEY ("person_id","key")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "live_event" (
    "id" BIGSERIAL NOT NULL,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "live_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presence" (
    "replica" TEXT NOT NULL,
    "viewers" INTEGER NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("replica")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "data" JSONB NOT NULL,
    "request_id" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "upstream_call_account_key_id_counted_until_idx" ON "upstream_call"("account_key_id", "counted_until");

-- CreateIndex
CREATE INDEX "upstream_call_decision_id_idx" ON "upstream_call"("decision_id");

-- CreateIndex
CREATE INDEX "campaign_status_idx" ON "campaign"("status");

-- CreateIndex
CREATE INDEX "worker_name_idx" ON "worker"("name");

-- CreateIndex
CREATE INDEX "submission_campaign_id_status_submitted_at_id_idx" ON "submission"("campaign_id", "status", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "submission_status_submitted_at_campaign_id_id_idx" ON "submission"("status", "submitted_at", "campaign_id", "id");

-- CreateIndex
CREATE INDEX "submission_worker_id_idx" ON "submission"("worker_id");

-- CreateIndex
CREATE INDEX "proof_image_campaign_id_submission_id_position_idx" ON "proof_image"("campaign_id", "submission_id", "position");

-- CreateIndex
CREATE INDEX "proof_image_sha256_idx" ON "proof_image"("sha256");

-- CreateIndex
CREATE INDEX "decision_state_lane_due_at_idx" ON "decision"("state", "lane", "due_at");

-- CreateIndex
CREATE INDEX "decision_campaign_id_submission_id_idx" ON "decision"("campaign_id", "submission_id");

-- CreateIndex
CREATE INDEX "decision_batch_id_idx" ON "decision"("batch_id");

-- CreateIndex
CREATE INDEX "decision_decided_by_id_decided_at_idx" ON "decision"("decided_by_id", "decided_at");

-- CreateIndex
CREATE INDEX "idempotent_request_created_at_idx" ON "idempotent_request"("created_at");

-- CreateIndex
CREATE INDEX "live_event_xid_id_idx" ON "live_event"("xid", "id");

-- CreateIndex
CREATE INDEX "live_event_at_idx" ON "live_event"("at");

-- CreateIndex
CREATE INDEX "audit_event_action_id_idx" ON "audit_event"("action", "id");

-- CreateIndex
CREATE INDEX "audit_event_actor_id_id_idx" ON "audit_event"("actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_subject_id_idx" ON "audit_event"("subject", "id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_sync" ADD CONSTRAINT "campaign_sync_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission" ADD CONSTRAINT "submission_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission" ADD CONSTRAINT "submission_worker_id_fkey" FOREIGN KEY ("worker_id") REFERENCES "worker"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proof_image" ADD CONSTRAINT "proof_image_campaign_id_submission_id_fkey" FOREIGN KEY ("campaign_id", "submission_id") REFERENCES "submission"("campaign_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_campaign_id_submission_id_fkey" FOREIGN KEY ("campaign_id", "submission_id") REFERENCES "submission"("campaign_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- What Prisma's schema cannot say ---------------------------------------------------------------

-- One live decision per submission: the second reviewer's insert fails here, not in a check in code.
-- APPLIED counts as live: what was paid for must not be decided again.
CREATE UNIQUE INDEX "decision_one_live" ON "decision"("campaign_id", "submission_id")
  WHERE "state" IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED');

-- What the dispatcher scans stays small however long the ledger grows.
CREATE INDEX "decision_open" ON "decision"("state", "lane", "due_at")
  WHERE "state" IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN');

-- The mirror looks for fresh approvals (the balance is another one after them).
CREATE INDEX "decision_settled" ON "decision"("settled_at") WHERE "settled_at" IS NOT NULL;

-- The vendor demands notes with a reject (API section 4).
ALTER TABLE "decision" ADD CONSTRAINT "decision_reject_has_notes"
  CHECK ("verdict" <> 'reject' OR length(btrim(coalesce("notes", ''))) > 0);

-- At most one account key is current.
CREATE UNIQUE INDEX "account_key_one_current" ON "account_key"((true)) WHERE "retired_at" IS NULL;

-- The balance is one row.
ALTER TABLE "balance" ADD CONSTRAINT "balance_one_row" CHECK ("id" = 1);
