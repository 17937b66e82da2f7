import assert from "node:assert/strict";
import fc from "fast-check";
import { createTestAdmin } from "../app_fixture.ts";
import type { MetricFamily } from "../views.ts";
import { parsePrometheus } from "./prometheus_parser_fixture.ts";
import { prometheusText } from "./prometheus_text.ts";

Deno.test("prometheusText() writes the format to the letter", () => {
  const text = prometheusText([
    {
      name: "bulkhead_equity",
      type: "gauge",
      help: "Equity \\ of\nall",
      samples: [
        { labels: { account: 'a"b\\c\nd' }, value: 10_000.5 },
        { labels: {}, value: -Infinity },
      ],
    },
    {
      name: "h",
      type: "histogram",
      help: "",
      samples: [
        { suffix: "_bucket", labels: { le: "1" }, value: 2 },
        { suffix: "_bucket", labels: { le: "+Inf" }, value: 3 },
        { suffix: "_sum", labels: {}, value: 1e21 },
        { suffix: "_count", labels: {}, value: 3 },
      ],
    },
  ]);
  assert.equal(
    text,
    '# HELP bulkhead_equity Equity \\\\ of\\nall\n# TYPE bulkhead_equity gauge\nbulkhead_equity{account="a\\"b\\\\c\\nd"} 10000.5\n' +
      'bulkhead_equity -Inf\n# HELP h \n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 3\nh_sum 1e+21\nh_count 3\n',
  );
  assert.equal(parsePrometheus(text).h.samples.length, 4);
});

Deno.test("prometheusText() refuses names the format does not allow", () => {
  for (const name of ["", "1a", "a b", "a{}", "a\n"]) {
    assert.throws(() => prometheusText([{ name, type: "gauge", help: "", samples: [] }]), RangeError);
    const samples = [{ labels: { [name]: "" }, value: 1 }];
    assert.throws(() => prometheusText([{ name: "a", type: "gauge", help: "", samples }]), RangeError);
  }
});

Deno.test("a parser reads back any help, label and value", () => {
  const text = fc.string({ unit: "binary", maxLength: 12 });
  const sample = fc.tuple(text, fc.double());
  fc.assert(
    fc.property(text, fc.uniqueArray(sample, { selector: ([label]) => label }), (help, samples) => {
      const family: MetricFamily = {
        ...{ name: "any_name", type: "gauge", help },
        samples: samples.map(([label, value]) => ({ labels: { label }, value })),
      };
      const parsed = parsePrometheus(prometheusText([family])).any_name;
      assert.equal(parsed.help, help);
      const values = parsed.samples.map(({ labels, value }) => [labels.label, value + 0]);
      assert.deepEqual(values, samples.map(([label, value]) => [label, value + 0]));
    }),
    { seed: 4, numRuns: 100 },
  );
});

Deno.test("GET /metrics has the run's families and the server's own, and counts its answers", async () => {
  const { ask } = createTestAdmin();
  await ask("GET", "/api/symbols", { hasToken: false });
  await ask("GET", "/api/symbols");
  const response = await ask("GET", "/metrics");
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const families = parsePrometheus(await response.text());
  assert.equal(families.bulkhead_equity.type, "gauge");
  const answers = families.bulkhead_admin_answers_total.samples;
  assert.deepEqual(answers.map(({ labels, value }) => [labels.status, value]), [["200", 1], ["401", 1]]);
  assert.equal(families.bulkhead_sse_clients.samples[0].value, 0);
});
