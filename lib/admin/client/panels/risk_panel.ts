import type { GaugeView, LatchView, RiskView } from "../../views.ts";
import { decimal, shortTime } from "../format.ts";
import { h, type Part } from "../part.ts";
import { bar } from "../table.ts";

const UNITS: Readonly<Record<GaugeView["unit"], string>> = { "%": " %", R: " R", count: "", x: " x" };
/** From this share of a limit on it is near. */
const NEAR_SHARE = 0.8;

/** How much of each limit is used, and the latches that hold. */
export function riskPart({ gauges, latches }: RiskView): Part[] {
  return [...latchesPart(latches), h("ul", { key: "gauges", class: "gauges" }, gauges.map(gaugePart))];
}

function latchesPart(latches: readonly LatchView[]): Part[] {
  const items = latches.map(({ scope, name, cause, since }) =>
    h(
      "li",
      { key: `${scope} ${name}` },
      h("strong", {}, name),
      ` on ${scope}: ${cause}`,
      h("small", {}, since === null ? "" : ` since ${shortTime(since)}`),
    )
  );
  return latches.length === 0 ? [] : [h("ul", { key: "latches", class: "latches" }, items)];
}

function gaugePart({ name, label, value, limit, unit }: GaugeView): Part {
  const share = limit === 0 ? 0 : value / limit;
  const digits = unit === "count" || limit >= 100 ? 0 : 2;
  const limitDigits = Number.isInteger(limit) ? 0 : 2;
  const tone = share >= 1 ? "bad" : share >= NEAR_SHARE ? "warn" : "";
  const word = share >= 1 ? "at its limit" : share >= NEAR_SHARE ? "near" : "";
  return h(
    "li",
    { key: name },
    h("span", { class: "label" }, label, word === "" ? null : h("span", { class: `note ${tone}` }, word)),
    h("span", { class: "num" }, `${decimal(value, digits)} of ${decimal(limit, limitDigits)}${UNITS[unit]}`),
    bar(share, tone),
  );
}
