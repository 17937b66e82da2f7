import type { MetricFamily } from "../views.ts";

/** Media type of the text format. */
export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const NAME_REGEXP = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_REGEXP = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Metrics in the Prometheus text format 0.0.4: HELP and TYPE once for each family, then its samples. Throws RangeError for
 * a name that the format does not allow, as a scraper would refuse the whole page.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusText(families: readonly MetricFamily[]): string {
  return families.map(familyText).join("");
}

function familyText({ name, type, help, samples }: MetricFamily): string {
  if (!NAME_REGEXP.test(name)) {
    throw new RangeError(`Cannot write a metric as its name is not allowed: ${name}`);
  }
  const head = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`;
  const lines = samples.map(({ suffix = "", labels, value }) =>
    `${name}${suffix}${labelsText(labels)} ${numberText(value)}\n`
  );
  return head + lines.join("");
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    if (!LABEL_REGEXP.test(name)) {
      throw new RangeError(`Cannot write a label as its name is not allowed: ${name}`);
    }
    return `${name}="${escapeValue(value)}"`;
  });
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeValue(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}
