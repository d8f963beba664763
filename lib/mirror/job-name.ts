/** The background job that keeps the mirror. */
export const JOB_NAME = "mirror";
