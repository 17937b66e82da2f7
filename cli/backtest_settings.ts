import { parse as parseYaml } from "yaml";
import { configSchema } from "../config/mod.ts";
import { Refusal } from "./exit.ts";

/**
 * The configuration that `--set path=value` stands for, as nested values: a path whose first word is a section of the
 * configuration is a path of it (`simulator.slippage_bps`), any other one of the system (`risk.risk_per_trade_pct`). Values are
 * read as YAML has them. Throws Refusal where one is none.
 */
export function settingsOf(written: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const text of written) {
    const at = text.indexOf("=");
    const path = text.slice(0, Math.max(0, at)).split(".");
    if (path.includes("")) {
      throw new Refusal(
        `--set needs PATH=VALUE, e.g. risk.risk_per_trade_pct=0.5: current value is "${text}"`,
      );
    }
    const isSection = Object.hasOwn(configSchema.shape, path[0]!);
    put(values, isSection ? path : ["system", ...path], readValue(text, text.slice(at + 1)));
  }
  return values;
}

function readValue(setting: string, value: string): unknown {
  try {
    return parseYaml(value, { strict: true });
  } catch (cause) {
    throw new Refusal(`--set ${setting}: not valid YAML: ${(cause as Error).message.split("\n")[0]}`);
  }
}

/** Puts a value under a path; one that was put there before is replaced. */
function put(values: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    values[key] = value;
    return;
  }
  const inner = values[key];
  const section = typeof inner === "object" && inner !== null ? inner as Record<string, unknown> : {};
  values[key] = section;
  put(section, rest, value);
}
