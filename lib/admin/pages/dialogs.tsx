const REASON_LENGTH = 200;

/** The dialogs: one that asks for a reason, and the kill switch with a word to type. */
export function Dialogs() {
  return (
    <>
      <dialog id="ask" aria-labelledby="ask-title" aria-describedby="ask-text">
        <form id="ask-form" method="dialog">
          <h2 id="ask-title">Are you sure?</h2>
          <p id="ask-text"></p>
          <Reason id="ask-reason" value="from the page" />
          <div class="choices">
            <button type="button" data-action="close">Cancel</button>
            <button id="ask-yes" type="submit" class="primary">Yes</button>
          </div>
        </form>
      </dialog>
      <dialog id="kill" class="danger" aria-labelledby="kill-title" aria-describedby="kill-text">
        <form id="kill-form" method="dialog" autocomplete="off">
          <h2 id="kill-title">Close everything</h2>
          <p id="kill-text">
            Waiting entries are taken back, every position is closed at the market, then its stops are taken
            back. Nothing is entered again until you re-arm. This cannot be undone.
          </p>
          <label for="kill-word">Type FLATTEN to confirm</label>
          <input
            id="kill-word"
            type="text"
            required
            spellcheck={false}
            autocapitalize="characters"
            autofocus
          />
          <Reason id="kill-reason" value="kill switch on the page" />
          <div class="choices">
            <button type="button" data-action="close">Cancel</button>
            <button id="kill-yes" type="submit" class="danger" disabled>Close every position</button>
          </div>
        </form>
      </dialog>
    </>
  );
}

function Reason({ id, value }: { id: string; value: string }) {
  return (
    <>
      <label for={id}>Reason, for the journal</label>
      <input id={id} type="text" required maxlength={REASON_LENGTH} value={value} autocomplete="off" />
    </>
  );
}
