import type { OperatorCommand } from "../../lib/admin/mod.ts";

/** What was brought about by a command that was accepted, for the person who gave it. */
export function doneText(command: OperatorCommand): string {
  switch (command.kind) {
    case "PauseEntries":
      return `entries ${whereText(command.scope)} are paused`;
    case "ResumeEntries":
      return `entries ${whereText(command.scope)} are on again`;
    case "Flatten":
      return `positions ${whereText(command.scope)} are being closed; entries stay off until you re-arm`;
    case "Rearm":
      return "re-armed: entries may be made again";
    case "RestartActor":
      return `${command.address} is being restarted`;
    case "SetMarketSpeed":
      return `the market plays ${command.barsPerSecond || "as many as it can"} bars a second`;
    case "StageConfig":
      return "the change is staged: it holds once you apply it";
    case "ApplyConfig":
      return `${command.version} is sent to every actor`;
    case "RollBackConfig":
      return "the version before holds again";
  }
}

function whereText(scope: string): string {
  return scope === "portfolio" ? "of all symbols" : `of ${scope.replace(/^system:/, "")}`;
}
