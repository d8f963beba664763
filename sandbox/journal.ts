/** One thing that changed in the marketplace. `seq` grows by one; `request` is the log number of the call that did it, if one did. */
export type Effect = { seq: number; at: string; request: number | null } & EffectDetail;

export type EffectDetail =
  | {
      kind: "approve";
      via: "api" | "outside";
      campaignId: string;
      submissionId: number;
      paid: string;
      notes: string | null;
    }
  | {
      kind: "reject";
      via: "api" | "outside";
      campaignId: string;
      submissionId: number;
      notes: string | null;
      /** What it was before: "Pending", or another verdict where the reject guard is off. */
      was: string;
    }
  | {
      kind: "bulk" | "auto-approve";
      campaignId: string;
      submissionIds: number[];
      paid: string;
      notes: string | null;
    }
  | {
      kind: "job";
      endpoint: string;
      campaignId: string;
      charged: string;
      fields: Record<string, unknown>;
      parts: PartReceived[];
    }
  | { kind: "block" | "unblock"; worker: number; received: unknown }
  | { kind: "arrival"; campaignId: string; submissionIds: number[] }
  | { kind: "campaign"; campaignId: string; status: string }
  | { kind: "balance"; balance: string };

/** How one multipart part came in: `as` is what its headers make of it, `filename` null where the part had none. */
export type PartReceived = {
  name: string;
  as: "field" | "file";
  filename: string | null;
  mimeType: string;
  bytes: number;
  sha256: string;
};

/** One request as the sandbox saw it. `status` is null while open and where no answer was sent. */
export type RequestEntry = {
  seq: number;
  at: string;
  method: string;
  path: string;
  endpoint: string | null;
  status: number | null;
  fault: string | null;
  ms: number | null;
};

const requestsKept = 200_000;

/** The sandbox's memory of what was asked of it and what it did; tests compare it with what a client believes. */
export class Journal {
  readonly effects: Effect[] = [];
  requestsTotal = 0;
  #requests: RequestEntry[] = [];

  /** Writes an effect down. `request` is the number given by `open`, or null for changes from outside. */
  note(request: number | null, detail: EffectDetail): void {
    this.effects.push({ seq: this.effects.length + 1, at: new Date().toISOString(), request, ...detail });
  }

  /** Starts a log entry; the caller fills in what became of it. The newest 200,000 are kept. */
  open(method: string, path: string, endpoint: string | null): RequestEntry {
    this.requestsTotal += 1;
    const at = new Date().toISOString();
    const entry: RequestEntry = {
      seq: this.requestsTotal,
      at,
      method,
      path,
      endpoint,
      status: null,
      fault: null,
      ms: null,
    };
    this.#requests.push(entry);
    if (this.#requests.length > requestsKept * 1.1) this.#requests = this.#requests.slice(-requestsKept);
    return entry;
  }

  effectsSince(seq: number): Effect[] {
    return this.effects.slice(Math.max(0, seq));
  }

  requestsSince(seq: number): RequestEntry[] {
    return this.#requests.filter((entry) => entry.seq > seq);
  }
}
