import { type EndpointName, isPrefilledKind } from "@/sandbox/endpoint-names";
import type { Random } from "@/sandbox/random";
import type { FaultRule } from "@/sandbox/settings";

/** Decides which requests go wrong: one draw per matching rule, in the order of the rules, from a seeded sequence. */
export class FaultDealer {
  readonly #struck = new WeakMap<FaultRule, number>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The rule that strikes this request, or null. A rule with `times` stops after so many strikes. */
  draw(endpoint: EndpointName, rules: readonly FaultRule[]): FaultRule | null {
    for (const rule of rules) {
      if (!matches(rule, endpoint)) continue;
      const struck = this.#struck.get(rule) ?? 0;
      if (rule.times !== null && struck >= rule.times) continue;
      if (!this.#random.chance(rule.rate)) continue;
      this.#struck.set(rule, struck + 1);
      return rule.kind === "truncated" ? { ...rule, when: "after" } : rule;
    }
    return null;
  }
}

function matches(rule: FaultRule, endpoint: EndpointName): boolean {
  return (
    rule.endpoint === "*" ||
    rule.endpoint === endpoint ||
    (rule.endpoint === "order" && isPrefilledKind(endpoint))
  );
}
