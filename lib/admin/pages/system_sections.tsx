import { effectivePart, knobsPart, versionsPart } from "../client/panels/config_panel.ts";
import { eventsPart } from "../client/panels/events_panel.ts";
import { treePart } from "../client/panels/tree_panel.ts";
import type { PageData } from "./page_data.ts";
import { Panel } from "./panel.tsx";
import { Parts } from "./part_view.tsx";

/** The tree of actors, the configuration, and the tail of the journal. */
export function SystemSections({ data: { tree, config, events } }: { data: PageData }) {
  return (
    <>
      <Panel
        id="tree"
        title="Supervision tree"
        note="processes, threads, actors"
        isScrolling
        parts={treePart(tree)}
      />
      <Panel id="config" title="Configuration">
        <div class="body scroll" tabindex={0} role="region" aria-label="Configuration">
          <form id="config-form">
            <div id="knobs">
              <Parts of={knobsPart(config)} />
            </div>
            <p class="choices live-only">
              <button type="submit" class="primary">Stage changes</button>
              <button type="button" data-action="rollback">Roll back</button>
            </p>
          </form>
          <h3>Versions</h3>
          <div id="versions" aria-live="off">
            <Parts of={versionsPart(config)} />
          </div>
          <details id="effective-box">
            <summary>Effective configuration</summary>
            <div id="effective" class="scroll-x">
              {/* a third of the page: read only where no script asks for it when it is opened */}
              <noscript>
                <Parts of={effectivePart(config)} />
              </noscript>
            </div>
          </details>
        </div>
      </Panel>
      <Panel
        id="events"
        title="Events"
        note="by the machine's clock, UTC"
        tools={<EventFilter />}
        isScrolling
        parts={eventsPart(events, tree.lately)}
      />
    </>
  );
}

function EventFilter() {
  return (
    <div class="filter live-only">
      <label>
        <input id="events-every" type="checkbox" /> every event
      </label>
      <label>
        <span class="hidden">Least level</span>
        <select id="events-level">
          <option value="info">all levels</option>
          <option value="warning">warnings and worse</option>
          <option value="critical">critical</option>
        </select>
      </label>
    </div>
  );
}
