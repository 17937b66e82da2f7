// deno-lint-ignore-file no-console
import { DatabaseSync } from "node:sqlite";
import type { TreeView } from "../../../lib/admin/views.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { StorePlace } from "../../trading/campaigns/equal_place.ts";
import { ask, driveEverything, type Driven } from "./secrets_drive.ts";
import type { Fakes } from "./secrets_fakes.ts";
import { DATABASE_PASSWORD, plantedSecrets, type Searcher } from "./secrets_planted.ts";
import { type Started, startProgram } from "./secrets_process.ts";
import { seekInProcesses, seekInStore, variablesOf } from "./secrets_seek.ts";

export interface SecretsPlace {
  /** The program's folder. */
  readonly program: string;
  /** Where it runs. */
  readonly folder: string;
  readonly searcher: Searcher;
  readonly fakes: Fakes;
}

const READY_MS = 60_000, STOP_MS = 12_000;
/** For notifications to be tried again, and for the tree to notice that its store is away. */
const LET_BE_MS = 2_500;

/** The demo on a file, which is locked and then broken under its hands. */
export async function playOnFile(it: Campaign, place: SecretsPlace): Promise<void> {
  const path = `${place.folder}/run/paper.sqlite`;
  await play(it, place, { kind: "SQLite", address: path }, {}, async (driven) => {
    await whileLocked(path, () => pause(driven));
    await Deno.truncate(path);
    await pause(driven);
  });
}

/** The demo on a server, which is stopped under its hands where TEST_PG_CTL can do that. */
export async function playOnServer(it: Campaign, place: SecretsPlace, url: string): Promise<void> {
  // a server of tests trusts everyone, so it takes any password
  const planted = new URL(url);
  planted.password = DATABASE_PASSWORD;
  const store = StorePlace.onServer(planted.href, "secrets");
  const control = (word: string) => {
    const program = Deno.env.get("TEST_PG_CTL");
    return program === undefined ? null : new Deno.Command(program, { args: [word] }).output();
  };
  try {
    await play(it, place, store, { DATABASE_URL: store.address }, async (driven) => {
      await control("stop");
      await pause(driven);
    });
  } finally {
    await control("start");
    StorePlace.drop(store);
  }
}

async function play(
  it: Campaign,
  { program, folder, searcher, fakes: { environment: fake, yaml } }: SecretsPlace,
  store: StorePlace,
  more: Readonly<Record<string, string>>,
  harm: (driven: Driven) => Promise<void>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/demo.yaml`, yaml);
  const environment = { ...fake, ...more };
  const demo = startProgram(["start", "--config", "demo.yaml"], { program, folder, environment });
  try {
    const driven: Driven = {
      origin: await originOf(demo),
      token: fake.DASHBOARD_TOKEN!,
      searcher,
      statuses: {},
    };
    await ready(driven);
    await judgeEnvironments(it, driven, Object.keys(fake));
    await driveEverything(driven, plantedSecrets(fake));
    console.log(`answers by status: ${JSON.stringify(driven.statuses)}`);
    await sleep(LET_BE_MS);
    const rows = seekInStore(store, searcher);
    console.log(`${rows} rows of ${store.kind}, ${seekInProcesses(demo.pid, searcher)} processes`);
    await harm(driven);
  } finally {
    const code = await demo.stop(STOP_MS);
    searcher.look("what the demo printed", demo.printed());
    const lines = demo.printed().trimEnd().split("\n");
    console.log(`the demo printed ${lines.length} lines, and ended with code ${code} without its store`);
    if (code === -1) console.log(`it had to be killed; its last line was ${lines.at(-1)}`);
  }
}

async function originOf(demo: Started): Promise<string> {
  for (const endMs = Date.now() + READY_MS; Date.now() < endMs && !demo.hasEnded(); await sleep(100)) {
    const origin = /dashboard: (http:\/\/[\d.:]+)/.exec(demo.printed())?.[1];
    if (origin !== undefined) return origin;
  }
  throw new Error(`The demo does not listen: ${demo.printed()}`);
}

/** Until it has traded: there are things to ask for. */
async function ready({ origin, token }: Driven): Promise<void> {
  for (const endMs = Date.now() + READY_MS; Date.now() < endMs; await sleep(100)) {
    const response = await fetch(`${origin}/api/trades`, { headers: { authorization: `Bearer ${token}` } });
    const { total } = await response.json() as { total?: number };
    if ((total ?? 0) > 0) return;
  }
  throw new Error("The demo does not trade");
}

/** Keys of venues are for nobody here, and what opens the outside is for the bridge alone. */
async function judgeEnvironments(it: Campaign, driven: Driven, names: readonly string[]): Promise<void> {
  const headers = { authorization: `Bearer ${driven.token}` };
  const { cells } = JSON.parse(
    await ask(driven, { method: "GET", path: "/api/actors", headers }),
  ) as TreeView;
  for (const { id, pid } of cells) {
    const held = pid === null ? [] : variablesOf(pid, names);
    console.log(`${id} holds ${held.length === 0 ? "no secret" : held.join(" ")}`);
    const foreign = held.filter((name) => id !== "bridge" || /^(?:BINANCE|KUCOIN)/.test(name));
    if (foreign.length > 0) Campaign.breach(it, `${id} was handed ${foreign.join(" ")}`);
  }
}

/** Nobody else can write the store meanwhile. */
async function whileLocked(path: string, act: () => Promise<void>): Promise<void> {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  try {
    db.exec("BEGIN IMMEDIATE");
    await act();
    db.exec("ROLLBACK");
  } finally {
    db.close();
  }
}

/** Asks for what needs the store, which is away, and lets the tree notice that. */
async function pause(driven: Driven): Promise<void> {
  const headers = { authorization: `Bearer ${driven.token}` };
  for (const path of ["/api/orders", "/api/events", "/api/health", "/metrics", "/dashboard"]) {
    await ask(driven, { method: "GET", path, headers }).catch(() => {});
  }
  await sleep(LET_BE_MS);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
