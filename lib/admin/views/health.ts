/** One thing that is well or not. */
export interface HealthCheckView {
  readonly name: string;
  readonly status: "ok" | "warn" | "fail";
  readonly text: string;
}

export interface HealthView {
  readonly status: "ok" | "warn" | "fail";
  readonly isLive: boolean;
  readonly isReady: boolean;
  readonly checks: readonly HealthCheckView[];
  readonly version: string;
  readonly uptimeSeconds: number;
}

/** A sample of a Prometheus metric. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A Prometheus metric; for histograms, samples carry `le`, and names their suffix. */
export interface MetricFamily {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly (MetricSample & { readonly suffix?: "_bucket" | "_sum" | "_count" })[];
}
