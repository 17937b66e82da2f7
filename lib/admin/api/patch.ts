import { Refusal } from "../http/api_error.ts";
import type { KnobView } from "../views.ts";

/** A patch of values that may be changed and lie in their ranges; a refusal that names the first that does not. */
export function checkPatch(
  patch: Readonly<Record<string, number>>,
  knobs: readonly KnobView[],
): Readonly<Record<string, number>> {
  for (const [path, value] of Object.entries(patch)) {
    const knob = knobs.find((one) => one.path === path);
    const at = `body.patch.${path}`;
    if (knob === undefined) {
      const hint = `Values that may be changed: ${knobs.map((one) => one.path).join(", ")}`;
      throw new Refusal(400, {
        code: "unknown_knob",
        message: "This value cannot be changed",
        path: at,
        hint,
      });
    }
    if (value >= knob.min && value <= knob.max) continue;
    const message = `${knob.label} must be between ${knob.min} and ${knob.max} ${knob.unit}`.trim();
    throw new Refusal(400, { code: "out_of_range", message, path: at });
  }
  return patch;
}
