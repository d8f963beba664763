/** The background job that sends decisions and reads back what is uncertain. */
export const JOB_NAME = "decisions";
