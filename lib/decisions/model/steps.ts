import fc from "fast-check";
import type { Item } from "@/lib/decisions/model/ledger";
import { REPLIES, type Reply, type Status } from "@/lib/decisions/model/vendor";
import type { Verdict } from "@/lib/decisions/schema";

export const SUBMISSIONS = 3;
/** Read from the vendor's list; `missing`: the list does not hold it. */
export type Seen = Status | "missing";

/** One thing that happens. `nth` picks among what there is at that moment, and nothing happens when there is none. */
export type Step =
  | { do: "decide"; person: number; items: Item[] }
  /** The same request again, word for word. */
  | { do: "repeat"; nth: number }
  | { do: "undo"; person: number; nth: number }
  | { do: "promote" }
  | { do: "expire" }
  | { do: "claim"; replica: number; places: number }
  /** A request reaches the vendor, which treats it so; its answer is under way. */
  | { do: "arrive"; nth: number; reply: Reply }
  /** The desk hears the answer, or gives up waiting for it. */
  | { do: "hear"; nth: number }
  /** Claim, arrive and hear, without anything between them. */
  | { do: "send"; replica: number; reply: Reply }
  /** Whoever holds a request or a read-back is gone, and its leases run out. */
  | { do: "drop"; nth: number }
  | { do: "restart"; replica: number }
  /** Uncertain rows are claimed and the vendor's list is read; what it says is written later. */
  | { do: "look"; replica: number; places: number; blind: boolean }
  | { do: "write"; nth: number }
  /** A whole turn of the dispatcher: what is due is promoted, expired, read back, and claimed. */
  | { do: "turn"; replica: number }
  | { do: "outside"; submission: number; verdict: Verdict }
  | { do: "mirror" }
  | { do: "pass"; seconds: number };

const verdict = fc.constantFrom<Verdict>("approve", "reject");
const submission = fc.nat(SUBMISSIONS - 1);
const nth = fc.nat(5);
const replica = fc.nat(1);
const person = fc.nat(1);
const places = fc.integer({ min: 1, max: 3 });
const reply = fc.oneof(fc.constant<Reply>("ordinary"), fc.constantFrom<Reply>(...REPLIES));
const seconds = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(5, 6) },
  { weight: 2, arbitrary: fc.constantFrom(1, 3, 14, 25, 26, 29, 30) },
  { weight: 1, arbitrary: fc.constantFrom(31, 60, 61, 120, 300) },
);
const items = fc.uniqueArray(fc.record({ submission, verdict }), {
  minLength: 1,
  maxLength: SUBMISSIONS,
  selector: (item) => item.submission,
});

const is = <Name extends Step["do"]>(name: Name) => fc.constant(name);
const weighted: [number, fc.Arbitrary<Step>][] = [
  [6, fc.record({ do: is("decide"), person, items })],
  [1, fc.record({ do: is("repeat"), nth })],
  [3, fc.record({ do: is("undo"), person, nth })],
  [5, fc.record({ do: is("promote") })],
  [3, fc.record({ do: is("expire") })],
  [4, fc.record({ do: is("claim"), replica, places })],
  [4, fc.record({ do: is("arrive"), nth, reply })],
  [4, fc.record({ do: is("hear"), nth })],
  [4, fc.record({ do: is("send"), replica, reply })],
  [1, fc.record({ do: is("drop"), nth })],
  [1, fc.record({ do: is("restart"), replica })],
  [5, fc.record({ do: is("look"), replica, places, blind: fc.nat(9).map((n) => n === 0) })],
  [5, fc.record({ do: is("write"), nth })],
  [6, fc.record({ do: is("turn"), replica })],
  [2, fc.record({ do: is("outside"), submission, verdict })],
  [2, fc.record({ do: is("mirror") })],
  [8, fc.record({ do: is("pass"), seconds })],
];
const step = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A history of so many steps. It begins with decisions, for without any nothing can happen. */
export const history = (minLength: number, maxLength: number): fc.Arbitrary<Step[]> =>
  fc
    .tuple(fc.record({ do: is("decide"), person, items }), fc.array(step, { minLength, maxLength }))
    .map(([first, rest]) => [first, ...rest]);

const attemptTwice = (verdict: Verdict, late: Reply): Step[] => [
  { do: "decide", person: 0, items: [{ submission: 0, verdict }] },
  { do: "pass", seconds: 5 },
  { do: "turn", replica: 0 },
  { do: "arrive", nth: 0, reply: late },
  { do: "pass", seconds: 61 },
  { do: "turn", replica: 0 },
  { do: "pass", seconds: 3 },
  { do: "turn", replica: 0 },
  { do: "pass", seconds: 14 },
  { do: "turn", replica: 0 },
  { do: "hear", nth: 0 },
  { do: "undo", person: 0, nth: 0 },
  { do: "claim", replica: 0, places: 1 },
  { do: "arrive", nth: 0, reply: "ordinary" },
  { do: "arrive", nth: 0, reply: "ordinary" },
];

/** Histories that chance takes long to find: the answer of a first attempt is heard while the second is under way. */
export const RARE: [Step[]][] = (["approve", "reject"] as const).flatMap((verdict) =>
  (["too many", "not yours", "error before", "no funds"] as const).map((late): [Step[]] => [
    attemptTwice(verdict, late),
  ]),
);
