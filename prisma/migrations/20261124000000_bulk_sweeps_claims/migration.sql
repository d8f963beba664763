-- CreateEnum
CREATE TYPE "SweepState" AS ENUM ('VERIFYING', 'SENDING', 'UNCERTAIN', 'DONE', 'ABANDONED');

-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "approve_once_full" BOOLEAN,
ADD COLUMN     "sweeps_allowed_at" TIMESTAMPTZ(3),
ADD COLUMN     "sweeps_allowed_by_id" UUID;

-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "sweep_id" UUID;

-- CreateTable
CREATE TABLE "decision_batch" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "campaign_id" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "asked" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "paused_at" TIMESTAMPTZ(3),
    "paused_by_id" UUID,

    CONSTRAINT "decision_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sweep" (
    "id" UUID NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "state" "SweepState" NOT NULL,
    "ground" TEXT NOT NULL,
    "asked_by_id" UUID,
    "planned" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_backs" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error" TEXT,
    "unseen" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "campaign_id" TEXT NOT NULL,
    "submission_id" BIGINT NOT NULL,
    "person_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("campaign_id","submission_id")
);

-- CreateTable
CREATE TABLE "review_presence" (
    "person_id" UUID NOT NULL,
    "campaign_id" TEXT NOT NULL DEFAULT '',
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_presence_pkey" PRIMARY KEY ("person_id","campaign_id")
);

-- CreateIndex
CREATE INDEX "decision_batch_created_at_idx" ON "decision_batch"("created_at");

-- CreateIndex
CREATE INDEX "sweep_campaign_id_started_at_idx" ON "sweep"("campaign_id", "started_at");

-- CreateIndex
CREATE INDEX "claim_person_id_idx" ON "claim"("person_id");

-- CreateIndex
CREATE INDEX "claim_until_idx" ON "claim"("until");

-- AddForeignKey
ALTER TABLE "decision_batch" ADD CONSTRAINT "decision_batch_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_presence" ADD CONSTRAINT "review_presence_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema cannot say ---------------------------------------------------------------

-- At most one open sweep per campaign: two replicas, or a person and the planner, never send two bulk calls.
CREATE UNIQUE INDEX "sweep_one_open" ON "sweep"("campaign_id")
  WHERE "state" IN ('VERIFYING', 'SENDING', 'UNCERTAIN');

-- What a sweep carries is looked up by it, and only while it is open.
CREATE INDEX "decision_sweep" ON "decision"("sweep_id") WHERE "sweep_id" IS NOT NULL;
