import type { ConfigVersionView, ConfigView, KnobView } from "../../views.ts";
import { figure, shortTime, words } from "../format.ts";
import { h, type Part } from "../part.ts";
import { action, badge, table } from "../table.ts";

const STATUS_TONES: Readonly<Record<string, string>> = {
  applied: "good",
  staged: "info",
  failed: "bad",
  rolled_back: "warn",
};
/** Versions shown. */
const SHOWN = 8;

/** The knobs, each with its bounds; part of a form. */
export function knobsPart({ knobs, version }: ConfigView): Part[] {
  return [
    h(
      "p",
      { class: "muted" },
      `Version ${version} holds. Values outside their bounds are refused; nothing changes before you apply.`,
    ),
    h("div", { class: "knobs" }, knobs.map(knobPart)),
  ];
}

function knobPart({ path, label, value, min, max, unit }: KnobView): Part {
  const id = `knob-${path}`;
  return h(
    "div",
    { key: path, class: "knob" },
    h("label", { for: id }, label, h("small", {}, `${unit}, ${min} to ${max}`)),
    h("input", {
      id,
      name: path,
      type: "number",
      inputmode: "decimal",
      step: "any",
      ...{ min, max, value, required: true, title: path, autocomplete: "off" },
    }),
    h("span", { class: "now num" }, `now ${figure(value)}`),
  );
}

/** Versions with what they change, and who has taken them over. */
export function versionsPart({ versions }: ConfigView): Part {
  return h(
    "ol",
    { class: "versions" },
    versions.slice(0, SHOWN).map((version, i) => versionPart(version, i === 0)),
  );
}

function versionPart(
  { version, status, by, at, patch, confirmedBy, awaited, why }: ConfigVersionView,
  isNewest: boolean,
): Part {
  const changes = Object.entries(patch).map(([path, value]) => `${path.split(".").at(-1)} = ${figure(value)}`)
    .join(", ");
  const all = confirmedBy.length + awaited.length;
  return h(
    "li",
    { key: version },
    h("strong", {}, version),
    " ",
    badge(words(status), STATUS_TONES[status] ?? ""),
    status === "staged" ? action("apply", version, "Apply", { "aria-label": `Apply ${version}` }) : null,
    h("small", {}, `by ${by}, ${shortTime(at)}`),
    h("div", { class: "changes" }, changes === "" ? "as shipped" : changes),
    why === "" ? null : h("div", { class: "down" }, why),
    all === 0 ? null : h(
      "div",
      { class: "muted" },
      `${confirmedBy.length} of ${all} actors ${status === "rolled_back" ? "had" : "have"} it`,
    ),
    isNewest && all > 0
      ? h("ul", { class: "confirmations" }, [
        ...confirmedBy.map((who) => h("li", { key: who, class: "done" }, `✓ ${who}`)),
        ...awaited.map((who) => h("li", { key: who }, `… ${who}`)),
      ])
      : null,
  );
}

/** The whole effective configuration. */
export function effectivePart({ effective }: ConfigView): Part {
  return table({
    caption: "The effective configuration and where each value comes from",
    columns: [{ name: "path", label: "Key" }, { name: "value", label: "Value" }, {
      name: "origin",
      label: "From",
    }],
    empty: "Nothing is configured.",
    rows: effective.map(([path, value, origin]) => ({
      key: path,
      cells: {
        path: h("code", {}, path),
        value: typeof value === "string" ? value : JSON.stringify(value),
        origin,
      },
    })),
  });
}
