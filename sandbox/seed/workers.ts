import type { Worker } from "@/sandbox/market/types";
import type { Random } from "@/sandbox/random";
import { countries } from "@/sandbox/seed/countries";

/** Makes `count` workers with growing numbers and varied spellings of names; most are decent, some new, a few bad. */
export function inventWorkers(random: Random, count: number): Worker[] {
  let number = 12_000;
  return Array.from({ length: count }, () => {
    number += random.integer(1, 17);
    const country = random.pick(countries);
    const fresh = random.chance(0.15);
    const accountAgeDays = fresh ? random.integer(0, 20) : random.integer(21, 1900);
    return {
      number,
      textId: textId(random),
      name: spell(random, random.pick(country.first), random.pick(country.last)),
      country: { code: country.code, name: country.name },
      accountAgeDays,
      approvalRate: random.chance(0.1) ? random.integer(0, 59) : random.integer(70, 100),
      totalCompleted: Math.round(accountAgeDays * random.fraction() * 1.5),
    };
  });
}

function spell(random: Random, first: string, last: string): string {
  const style = random.integer(0, 5);
  if (style === 0) return `${first}${last}`;
  if (style === 1) return `${first.toLowerCase()}_${last.toLowerCase()}${random.integer(1, 99)}`;
  if (style === 2) return `${first}${random.integer(1980, 2008)}`;
  return `${first} ${last}`;
}

/** Like the reference's "abc-def-123". */
function textId(random: Random): string {
  const letters = () =>
    Array.from({ length: 3 }, () => String.fromCharCode(random.integer(97, 122))).join("");
  return `${letters()}-${letters()}-${random.integer(100, 99_999)}`;
}
