// Stands for `server-only` in tests: everything there is the server.
export const empty = true;
