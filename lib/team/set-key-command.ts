import { parseArgs } from "node:util";
import { audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import { checkAccountKey, storeAccountKey } from "@/lib/gateway/account-key";
import { accountKeySchema } from "@/lib/marketplace/account-key";
import { firstLine, type Outcome, type SecretInput } from "@/lib/team/command-line";

const USAGE = "Usage: set-key [--unchecked]; the account key comes from standard input.";

/**
 * `set-key [--unchecked]`: the first line of `input` becomes the account key, once RapidWorkers takes it; `--unchecked`
 * stores it untried. The messages never hold the key.
 */
export async function setKeyCommand(args: string[], input: SecretInput): Promise<Outcome> {
  const unchecked = readUnchecked(args);
  if (unchecked === undefined) return { ok: false, message: USAGE };
  const parsed = accountKeySchema.safeParse(await firstLine(input));
  if (!parsed.success) {
    const complaints = parsed.error.issues.map(({ message }) => `The account key ${message}.`);
    return { ok: false, message: [...complaints, USAGE].join("\n") };
  }
  const check = unchecked ? undefined : await checkAccountKey(parsed.data);
  if (check?.ok === false) {
    const wayOut = check.code === "key_refused" ? "" : " To store it untried: set-key --unchecked.";
    return { ok: false, message: `${check.detail}${wayOut}` };
  }
  const lastFour = await store(parsed.data);
  const trial = check === undefined ? "It was not tried at RapidWorkers." : "RapidWorkers takes it.";
  return { ok: true, message: `The account key that ends in ${lastFour} is stored, sealed. ${trial}` };
}

function store(key: string): Promise<string> {
  return transaction(async (tx) => {
    const { id, lastFour } = await storeAccountKey(tx, { key, setById: null });
    await audit(
      tx,
      { actorId: null },
      { action: "account_key.set", subject: id, data: { lastFour, by: "command line" } },
    );
    return lastFour;
  });
}

/** Undefined when the arguments have another form. */
function readUnchecked(args: string[]): boolean | undefined {
  try {
    return parseArgs({ args, options: { unchecked: { type: "boolean", default: false } } }).values.unchecked;
  } catch (err) {
    if (err instanceof TypeError) return undefined;
    throw err;
  }
}
