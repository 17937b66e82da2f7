/// <reference lib="dom" />
import { type Said, send, symbolPath } from "./api.ts";
import { byId } from "./dom.ts";

/** A command that asks for a reason first. */
interface Asked {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly path: string;
}

/** What a button's action asks for. `argument` is a symbol, a system or an actor. */
const ASKED: Readonly<Record<string, (argument: string) => Asked>> = {
  "pause": () => ({
    title: "Pause entries",
    text: "No position is opened until you resume. Open positions keep their stops and targets.",
    label: "Pause entries",
    path: "/api/bot/pause",
  }),
  "resume": () => ({
    title: "Resume entries",
    text: "Positions may be opened again from the next closed bar on.",
    label: "Resume entries",
    path: "/api/bot/resume",
  }),
  "rearm": () => ({
    title: "Re-arm after the kill switch",
    text: "Lifts the kill latch: positions may be opened again from the next closed bar on.",
    label: "Re-arm",
    path: "/api/bot/rearm",
  }),
  "pause-symbol": (symbol) => ({
    title: `Pause entries of ${symbol}`,
    text: "An open position keeps its stop and targets.",
    label: "Pause entries",
    path: `/api/symbols/${symbolPath(symbol)}/pause`,
  }),
  "resume-symbol": (symbol) => ({
    title: `Resume entries of ${symbol}`,
    text: "It may be entered again from its next closed bar on.",
    label: "Resume entries",
    path: `/api/symbols/${symbolPath(symbol)}/resume`,
  }),
  "pause-system": (id) => ({
    title: `Pause ${id}`,
    text: "None of its symbols is entered until you resume.",
    label: "Pause system",
    path: `/api/systems/${encodeURIComponent(id)}/pause`,
  }),
  "resume-system": (id) => ({
    title: `Resume ${id}`,
    text: "Its symbols may be entered again.",
    label: "Resume system",
    path: `/api/systems/${encodeURIComponent(id)}/resume`,
  }),
  "restart": (address) => ({
    title: `Restart ${address}`,
    text: "Its thread ends and starts again from the journal; nothing that was committed is lost.",
    label: "Restart",
    path: `/api/actors/${encodeURIComponent(address)}/restart`,
  }),
};

/** Carries commands out and says what became of them. `afterwards` is called once one was answered. */
export function handleCommands(afterwards: () => void): void {
  const ask = byId<HTMLDialogElement>("ask"), kill = byId<HTMLDialogElement>("kill");
  let path = "";

  function open({ title, text, label, path: wanted }: Asked): void {
    path = wanted;
    byId("ask-title").textContent = title;
    byId("ask-text").textContent = text;
    byId("ask-yes").textContent = label;
    ask.showModal();
    byId<HTMLInputElement>("ask-reason").select();
  }

  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-action]");
    if (button === null) return;
    const { action = "", argument = "" } = button.dataset;
    if (action === "flatten") openKill(kill);
    else if (action === "close") button.closest("dialog")?.close();
    else if (action === "apply") {
      command(`/api/config/apply/${encodeURIComponent(argument)}`, {}).then(afterwards);
    } else if (action === "rollback") command("/api/config/rollback", {}).then(afterwards);
    else if (Object.hasOwn(ASKED, action)) open(ASKED[action](argument));
  });
  byId<HTMLFormElement>("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask.close();
    command(path, { reason: byId<HTMLInputElement>("ask-reason").value }).then(afterwards);
  });
  const word = byId<HTMLInputElement>("kill-word"), yes = byId<HTMLButtonElement>("kill-yes");
  word.addEventListener("input", () => void (yes.disabled = word.value !== "FLATTEN"));
  byId<HTMLFormElement>("kill-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (word.value !== "FLATTEN") return;
    kill.close();
    const reason = byId<HTMLInputElement>("kill-reason").value;
    command("/api/bot/flatten", { confirm: word.value, reason }).then(afterwards);
  });
}

function openKill(kill: HTMLDialogElement): void {
  byId<HTMLInputElement>("kill-word").value = "";
  byId<HTMLButtonElement>("kill-yes").disabled = true;
  kill.showModal();
}

/** Sends a command and shows its outcome. */
export async function command(path: string, body: unknown): Promise<Said> {
  say("Asking …", "");
  const said = await send(path, body);
  say(said.text, said.isDone ? "good" : "bad");
  return said;
}

/** How long good news stays; bad news stays until the next. */
const NOTICE_MS = 15_000;
let fading: ReturnType<typeof setTimeout> | undefined;

/** One line over the page, read out. */
export function say(text: string, tone: string): void {
  const notice = byId("notice");
  clearTimeout(fading);
  notice.textContent = text;
  notice.className = tone;
  if (tone === "good") fading = setTimeout(() => say("", ""), NOTICE_MS);
}
