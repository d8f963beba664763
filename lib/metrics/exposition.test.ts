import { expect, test } from "vitest";
import { exposition } from "@/lib/metrics/exposition";

test("figures with help, type and labels, each on its line; what is not known is left out", () => {
  expect(
    exposition([
      { name: "a_total", help: "All of it.", type: "counter", values: [{ value: 3 }] },
      { name: "b", help: "Unknown.", type: "gauge", values: [] },
      {
        name: "c",
        help: "By kind.",
        type: "gauge",
        values: [
          { labels: { kind: "x", of: "y" }, value: 0.5 },
          { labels: { kind: "z", of: "" }, value: 1 },
        ],
      },
    ]),
  ).toBe(
    `# HELP a_total All of it.
# TYPE a_total counter
a_total 3
# HELP c By kind.
# TYPE c gauge
c{kind="x",of="y"} 0.5
c{kind="z",of=""} 1
`,
  );
});

test("signs that end a label or a line are escaped", () => {
  const value = 'a "quoted" \\ and\nbroken';
  expect(
    exposition([{ name: "a", help: value, type: "gauge", values: [{ labels: { value }, value: 1 }] }]),
  ).toBe(
    `# HELP a a "quoted" \\\\ and\\nbroken
# TYPE a gauge
a{value="a \\"quoted\\" \\\\ and\\nbroken"} 1
`,
  );
});
