import { type Call, jsonBody } from "@/sandbox/call";
import { type Reply, refusal } from "@/sandbox/reply";

/** 2 · POST /account/get_balance. 404 once the account is switched to "gone". */
export function getBalance(call: Call): Reply {
  const body = jsonBody(call);
  if (!body.ok) return body.reply;
  if (call.world.settings.account === "gone") return refusal(404, "User not found");
  return { status: 200, body: { balance: call.world.market.balance.toFixed(2) } };
}
