import type { Fact } from "./fact.ts";
import type { Level } from "./level.ts";
import { MAX_KEY, oneLine, type Telling } from "./notification.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/** Commands that close positions or let entries on again: everybody is to know of them. */
const LOUD_COMMANDS = new Set(["Flatten", "Rearm", "PauseEntries", "ResumeEntries"]);

/** What an operator asked for, and whether it is done. Each command has a key of its own: none is held back as a repeat. */
export function tellCommand(fact: Of<"OperatorCommandTaken">): Telling {
  const { commandId, by, command, accepted, why, atMs } = fact;
  const level: Level = command === "Flatten" ? "critical" : LOUD_COMMANDS.has(command) ? "warning" : "info";
  const became = accepted ? "accepted" : `refused: ${why || "no reason given"}`;
  return {
    level: accepted ? level : "warning",
    key: oneLine(`command/${commandId}`, MAX_KEY),
    variant: accepted ? "accepted" : "refused",
    text: oneLine(`operator ${by || "unknown"}: ${command}: ${became}`),
    atMs,
  };
}

/** What became of a version of the configuration. */
export function tellConfig(
  fact: Of<"ConfigApplied"> | Of<"ConfigRolledBack"> | Of<"ConfigFailed">,
): Telling {
  const { version, atMs } = fact;
  return {
    level: "warning",
    key: oneLine(`config/${version}`, MAX_KEY),
    variant: fact.kind,
    text: oneLine(`configuration ${version}: ${becameText(fact)}`),
    atMs,
  };
}

function becameText(fact: Of<"ConfigApplied"> | Of<"ConfigRolledBack"> | Of<"ConfigFailed">): string {
  if (fact.kind === "ConfigFailed") {
    return `not applied: ${fact.why || "no reason given"}; the one before holds`;
  }
  const by = `by ${fact.by || "unknown"}`;
  if (fact.kind === "ConfigRolledBack") return `rolled back to ${fact.to} ${by}`;
  const changes = Object.entries(fact.patch).map(([path, value]) => `${path} = ${value}`);
  return `applied ${by}: ${changes.join(", ") || "no value changed"}`;
}
