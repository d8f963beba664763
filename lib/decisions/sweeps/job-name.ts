/** The background job that verifies, sends and reads back bulk approvals. */
export const JOB_NAME = "sweeps";
