import { controlsPart, figuresPart, statePart } from "../client/panels/summary_panel.ts";
import { MARKED, speedText, stepOf, STEPS } from "../client/speed.ts";
import type { SummaryView } from "../views.ts";
import { Mark } from "./mark.tsx";
import { Parts } from "./part_view.tsx";
import type { Theme } from "./theme.ts";

const SECTIONS: readonly (readonly [string, string])[] = [
  ["equity", "Account"],
  ["positions", "Positions"],
  ["chart", "Chart"],
  ["decisions", "Decisions"],
  ["trades", "Trades"],
  ["tree", "System"],
  ["config", "Configuration"],
  ["events", "Events"],
];

/** Above everything: what mode and state the run is in, its figures, its speed, and the switches. */
export function Banner({ summary, theme }: { summary: SummaryView; theme: Theme }) {
  return (
    <header class="banner">
      <div class="first">
        <h1>
          <Mark /> Bulkhead
        </h1>
        <p id="state" class="state-line" aria-live="polite">
          <Parts of={statePart(summary)} />
        </p>
        <div id="controls" class="controls live-only">
          <Parts of={controlsPart(summary)} />
        </div>
      </div>
      <dl id="figures" class="figures">
        <Parts of={figuresPart(summary)} />
      </dl>
      <div class="second">
        <nav aria-label="Parts of the page">
          <ul>
            {SECTIONS.map(([id, label]) => (
              <li>
                <a href={`#${id}`}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
        <p id="notice" role="status" aria-live="polite"></p>
        <Speed barsPerSecond={summary.barsPerSecond} />
        <p class="status">
          <span id="connection" class="muted">snapshot</span>
        </p>
        <button id="theme" type="button" class="small live-only">Theme: {theme}</button>
        <button id="logout" type="button" class="small live-only">Log out</button>
      </div>
    </header>
  );
}

function Speed({ barsPerSecond }: { barsPerSecond: number | null }) {
  const speed = barsPerSecond ?? 0;
  const step = speed > 0 ? stepOf(speed) : STEPS;
  return (
    <div id="speed-box" class="speed live-only" hidden={barsPerSecond === null}>
      <label for="speed">Market</label>
      <span class="track">
        <input
          id="speed"
          type="range"
          min="0"
          max={STEPS}
          step="1"
          value={step}
          list="speed-marks"
          aria-valuetext={speedText(speed)}
        />
        <datalist id="speed-marks">
          <option value="0" label="real time"></option>
          <option value={stepOf(1)} label="1 bar/s"></option>
          <option value={stepOf(MARKED)} label={`${MARKED} bars/s`}></option>
          <option value={STEPS} label="50 bars/s"></option>
        </datalist>
        <span class="mark" aria-hidden="true">{MARKED} bars/s</span>
      </span>
      <output id="speed-text" for="speed">{speedText(speed)}</output>
    </div>
  );
}
