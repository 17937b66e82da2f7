/// <reference lib="dom" />
import { command, say } from "./commands.ts";
import { byId } from "./dom.ts";

/** Sends what was changed of the knobs to be staged. */
export function handleConfigForm(afterwards: () => void): void {
  const form = byId<HTMLFormElement>("config-form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const patch = changedValues(form);
    if (Object.keys(patch).length === 0) {
      return say("Nothing is changed: no value differs from the one that holds", "bad");
    }
    const { isDone } = await command("/api/config/stage", { patch });
    if (isDone) form.reset();
    afterwards();
  });
}

function changedValues(form: HTMLFormElement): Record<string, number> {
  const patch: Record<string, number> = {};
  for (const input of form.querySelectorAll<HTMLInputElement>("input[type=number]")) {
    if (input.value !== input.defaultValue) patch[input.name] = input.valueAsNumber;
  }
  return patch;
}
