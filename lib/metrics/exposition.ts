/** One figure: its name, what it says, and its values, each with its labels. */
export type Metric = {
  name: string;
  help: string;
  type: "gauge" | "counter";
  /** None at all: the figure is not known now. */
  values: { labels?: Record<string, string>; value: number }[];
};

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The figures in Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ values }) => values.length > 0)
    .map(({ name, help, type, values }) =>
      [
        `# HELP ${name} ${escape(help)}`,
        `# TYPE ${name} ${type}`,
        ...values.map(({ labels = {}, value }) => `${name}${written(labels)} ${value}`),
        "",
      ].join("\n"),
    )
    .join("");
}

function written(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escape(value).replaceAll('"', '\\"')}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escape = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
