import type { ConfigVersionView, ConfigView } from "../../lib/admin/mod.ts";
import type { ConfigVersion } from "../../lib/store/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { isoTime } from "./event_views.ts";
import type { RunInfo } from "./messages.ts";

/** Versions shown. */
const SHOWN = 50;

/** The configuration as it holds now. `versions`: newest first. */
export function configView(info: RunInfo, versions: readonly ConfigVersion[]): ConfigView {
  const patches = versions.filter(({ origin }) => origin === "patch");
  const values = valuesNow(patches);
  return {
    version: patches.find(({ isInForce }) => isInForce)?.version ?? versionAtStart(versions),
    knobs: info.knobs.map((knob) => ({ ...knob, value: values[knob.path] ?? knob.value })),
    versions: patches.slice(0, SHOWN).map((version) => versionView(version, info)),
    effective: info.effective,
  };
}

/** What applied patches come to, oldest first; those that were taken back are no more among them. */
function valuesNow(patches: readonly ConfigVersion[]): Readonly<Record<string, number>> {
  const applied = patches.filter(({ status }) => status === "applied").toReversed();
  return Object.assign({}, ...applied.map(patchOf));
}

function versionAtStart(versions: readonly ConfigVersion[]): string {
  return versions.find(({ origin }) => origin === "start")?.version.slice(0, 12) ?? "";
}

function versionView(version: ConfigVersion, { symbols }: RunInfo): ConfigVersionView {
  const { status, by, createdAtMs, confirmedBy, why } = version;
  const awaited = status === "applied"
    ? whoConfirms(symbols).filter((one) => !confirmedBy.includes(one))
    : [];
  return {
    ...{ version: version.version, status, by, at: isoTime(createdAtMs), patch: patchOf(version) },
    ...{ confirmedBy, awaited, why },
  };
}

/** Every actor that trades. */
const whoConfirms = (symbols: readonly string[]): string[] => [
  ...[ADDRESS.risk, ADDRESS.execution, ADDRESS.guardian, ADDRESS.reconciliation],
  ...symbols.map(ADDRESS.symbol),
];

const patchOf = ({ payload }: ConfigVersion): Readonly<Record<string, number>> => JSON.parse(payload);
