/** PostgreSQL channels on which replicas wake each other (LISTEN/NOTIFY). They carry no data that matters. */
export const LIVE_CHANNEL = "proofdesk_live";

/** On this one a replica names the job that another may have to run now. */
export const WAKE_CHANNEL = "proofdesk_wake";
