/// <reference lib="dom" />
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { PositionView, SummaryView, TreeView } from "../../lib/admin/views.ts";
import { type Demo, startDemo, TOKEN } from "./demo_fixture.ts";
import {
  browserTest,
  excessPx,
  firstPaintMs,
  shiftsOf,
  tabTo,
  until,
  watch,
  WATCH_SHIFTS,
} from "./page_fixture.ts";

/** The demo as it is shipped, on a free port. */
const YAML = "admin: { port: 0 }\nnotify: { console: { min_level: critical } }\n";
const DESK = { viewport: { width: 1440, height: 1000 }, colorScheme: "dark" as const };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const WATCHED_MS = 30_000;
/** Called good is 0.1; numbers that get a digit more begin further left in their cells. */
const MOST_SHIFT = 0.01;
/** Of those that a page makes by itself, beside the stream. */
const MOST_REQUESTS_PER_SECOND = 20;
/** A deck is missed, its process started again, and its state folded: on a busy machine. */
const RESTART_MS = 60_000;

/** The demo in a browser. */
interface DemoRun {
  readonly demo: Demo;
  readonly browser: Browser;
  readonly complaints: string[];
  window(options: BrowserContextOptions): Promise<Page>;
  /** Keeps what is seen, for those who want to look at it (PAGE_SHOTS names the folder). */
  shot(page: Page, name: string): Promise<void>;
}

browserTest("the page on the real demo shows it, and does with it what one wants", async (browser, t) => {
  await using demo = await startDemo(YAML);
  const complaints: string[] = [];
  const folder = Deno.env.get("PAGE_SHOTS");
  const on: DemoRun = {
    ...{ demo, browser, complaints },
    async window(options) {
      const page = await (await browser.newContext({ reducedMotion: "reduce", ...options })).newPage();
      await page.addInitScript(WATCH_SHIFTS);
      watch(page, demo.origin, complaints);
      return page;
    },
    async shot(page, name) {
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
    },
  };
  const page = await on.window(DESK);
  await t.step("the printed address logs in once", () => logIn(on, page));
  await t.step("bars move, and nothing else does", () => seeItMove(on, page));
  await t.step("shows an open position, with the market nearly at rest", () => seePosition(on, page));
  await t.step("tells why, from a decision and from a bar", () => askWhy(on, page));
  await t.step("pauses one symbol", () => pauseSymbol(on, page));
  await t.step("stages and applies a change, which every actor confirms", () => changeRisk(on, page));
  await t.step("shows the death of a deck, and its return", () => killDeck(on, page));
  await t.step("closes everything when the word is typed, and re-arms", () => flatten(on, page));
  await t.step("needs no mouse", () => byKeyboard(on));
  await t.step("is the same on a phone and in the light", () => elsewhere(on, page));
  deepStrictEqual(complaints, [], `${complaints.join("\n")}\nThe demo said:\n${demo.printed()}`);
});

async function logIn({ demo, window, shot, complaints }: DemoRun, page: Page): Promise<void> {
  await page.goto(demo.loginUrl);
  await page.waitForURL(/\/dashboard$/);
  await until(page, "#connection", (text) => text === "live");
  await shot(page, "01_first_seconds");
  const again = await window(DESK);
  await again.goto(demo.loginUrl);
  await until(again, "#refused", (text) => text.includes("not valid"));
  await shot(again, "02_second_login");
  await again.context().close();
  // the browser itself notes the refusal
  deepStrictEqual(complaints.splice(0).filter((text) => !text.includes("401 (Unauthorized)")), []);
}

async function seeItMove({ shot }: DemoRun, page: Page): Promise<void> {
  let requests = 0;
  page.on("request", () => requests++);
  const paintMs = await firstPaintMs(page);
  const [figures, readout, before] = [
    await page.textContent("#figures"),
    await page.textContent("#chart-readout"),
    await shiftsOf(page),
  ];
  await page.waitForTimeout(WATCHED_MS);
  const { sum, places } = await shiftsOf(page);
  ok(await page.textContent("#figures") !== figures, "figures move");
  ok(await page.textContent("#chart-readout") !== readout, "bars move");
  const shift = sum - before.sum, perSecond = (1_000 * requests) / WATCHED_MS;
  // deno-lint-ignore no-console -- the figures are what one runs it for
  console.log(
    `first contentful paint ${paintMs.toFixed(0)} ms, layout shift ${shift.toFixed(5)} in ${
      WATCHED_MS / 1_000
    } s, ` +
      `${perSecond.toFixed(1)} requests a second`,
  );
  const worst = places.filter((place) => Number.parseFloat(place) > 0.0005);
  // deno-lint-ignore no-console -- as above
  console.log(worst.join("\n"));
  ok(shift < MOST_SHIFT, `layout shift ${shift}: ${places.join("; ")}`);
  ok(perSecond < MOST_REQUESTS_PER_SECOND, `${perSecond} requests a second`);
  await shot(page, "03_half_a_minute_later");
  for (const id of ["chart", "decisions", "trades", "tree", "events"]) {
    await scrollTo(page, id);
    await shot(page, `04_${id}`);
  }
}

async function seePosition({ demo, shot }: DemoRun, page: Page): Promise<void> {
  const speed = (barsPerSecond: number) => demo.api("/api/market/speed", { barsPerSecond });
  let symbol = "";
  // one may be closed before the market has slowed down
  for (let i = 0; symbol === "" && i < 20; i++) {
    await demo.until<PositionView[]>("/api/positions", (rows) => rows.length > 0);
    await speed(0.1);
    await page.waitForTimeout(1_500);
    const { body: [position] } = await demo.api<PositionView[]>("/api/positions");
    if (position === undefined) await speed(10);
    else symbol = position.symbol;
  }
  ok(symbol !== "", "a position stays open for a while");
  await until(page, "#positions-body th a", (text) => symbol.startsWith(`${text}/`));
  strictEqual(await page.textContent("#speed-text"), "a bar every 10 s");
  await page.evaluate("scrollTo(0, 0)");
  await shot(page, "04_positions");
  await page.click("#positions-body th a");
  await until(page, "#chart-readout", (text) => symbol.startsWith(`${text.split(" ")[0]}/`));
  await page.waitForTimeout(500);
  await shot(page, "04_position_on_the_chart");
  await speed(10);
}

async function askWhy({ shot }: DemoRun, page: Page): Promise<void> {
  await scrollTo(page, "decisions");
  // in one go, and read before: while a mouse is on its way, and with the click, a newer one takes the row
  const at = await page.locator("#decisions tbody tr a").first().evaluate((link: HTMLElement) => {
    const { at } = link.dataset;
    link.click();
    return at;
  });
  await until(page, "#why-mode", (text) => text === "chosen bar");
  await until(page, "#why-body", (text) => text.includes(at!.slice(0, 16).replace("T", " ")));
  ok(await page.locator("#why .checks li").count() > 3);
  await scrollTo(page, "chart");
  await shot(page, "05_why_of_a_decision");
  await page.keyboard.press("Escape");
  strictEqual(await page.textContent("#why-mode"), "newest bar");
  const { x, y, width, height } = (await page.locator("#chart-place").boundingBox())!;
  await page.mouse.click(x + width * 0.4, y + height * 0.5);
  await until(page, "#why-mode", (text) => text === "chosen bar");
  match(await page.textContent("#why .why-head") ?? "", /bar closed 20\d\d-/);
  await shot(page, "06_why_of_a_bar");
  await page.keyboard.press("Escape");
}

async function pauseSymbol({ shot }: DemoRun, page: Page): Promise<void> {
  await page.click('#symbols button[aria-label="Pause entries of BRAVO"]');
  await page.fill("#ask-reason", "a look at BRAVO");
  await shot(page, "07_pause_asks");
  await page.click("#ask-yes");
  await until(page, "#state", (text) => /operator for BRAVO\/USDT:USDT, .*a look at BRAVO/.test(text));
  await page.waitForSelector('#symbols button[aria-label="Resume entries of BRAVO"]');
  await shot(page, "08_paused");
  await page.click('#symbols button[aria-label="Resume entries of BRAVO"]');
  await page.click("#ask-yes");
  await until(page, "#state", (text) => text.endsWith("Entries are on"));
}

async function changeRisk({ demo, shot }: DemoRun, page: Page): Promise<void> {
  await scrollTo(page, "config");
  await page.fill("#knob-system\\.risk\\.risk_per_trade_pct", "0.25");
  await page.click("#config-form button[type=submit]");
  await page.waitForSelector("#versions [data-action=apply]");
  await shot(page, "09_staged");
  await page.click("#versions [data-action=apply]");
  const { body: symbols } = await demo.api<string[]>("/api/symbols");
  // risk, execution, guardian, reconciliation and each symbol
  const all = symbols.length + 4;
  await until(
    page,
    "#versions li:first-child > .muted",
    (text) => text.startsWith(`${all} of ${all} actors`),
  );
  strictEqual(await page.locator("#versions .confirmations li.done").count(), all);
  await until(page, ".knob .now", (text) => text === "now 0.25");
  await shot(page, "10_applied");
  await page.click("[data-action=rollback]");
  await until(page, ".knob .now", (text) => text === "now 0.5");
}

async function killDeck({ demo, shot }: DemoRun, page: Page): Promise<void> {
  const { body: { cells } } = await demo.api<TreeView>("/api/actors");
  const { pid } = cells.find(({ id }) => id === "deck-1")!;
  await scrollTo(page, "tree");
  // among the warnings: what goes on meanwhile does not push it out of sight
  await page.selectOption("#events-level", "warning");
  Deno.kill(pid!, "SIGKILL");
  const line = "PartRestarteddeck-1 was started again: killed";
  await until(page, "#events", (text) => text.includes(line), RESTART_MS);
  await page.selectOption("#events-level", "info");
  const row = '#tree tr.cell[data-key="deck-1"]';
  // it may be back before the page looks: that it was away is told all the same, now and later
  const back = /process (\d+)restarted \d+ s agoup1killed/;
  await until(page, row, (text) => back.test(text), RESTART_MS);
  ok(back.exec(await page.textContent(row) ?? "")?.[1] !== String(pid), "another process");
  await shot(page, "11_deck_restarted");
  await until(page, "#tree", (text) => !text.includes("starting"), RESTART_MS);
  const before = await page.textContent("#chart-readout");
  await until(page, "#chart-readout", (text) => text !== before, RESTART_MS);
  await shot(page, "12_deck_back");
}

async function flatten({ demo, shot }: DemoRun, page: Page): Promise<void> {
  await page.click("[data-action=flatten]");
  await page.fill("#kill-word", "flatten");
  ok(await page.isDisabled("#kill-yes"), "the word is not that one");
  await page.fill("#kill-word", "FLATTEN");
  await shot(page, "13_flatten_asks");
  await page.click("#kill-yes");
  await until(page, "#state", (text) => text.includes("HALTED"));
  await until(page, "#positions-body", (text) => text.includes("Flat."));
  await page.evaluate("scrollTo(0, 0)");
  await shot(page, "14_halted");
  const rearm = async () => {
    await page.click("[data-action=rearm]");
    await page.click("#ask-yes");
    await until(page, "#notice", (text) => text !== "" && text !== "Asking …");
    return (await page.textContent("#notice"))!.startsWith("Done");
  };
  // refused until the venue itself says that nothing is left
  for (let i = 0; !await rearm(); i++) ok(i < 20, await page.textContent("#notice") ?? "");
  await until(page, "#state", (text) => text.includes("Entries are on"));
  const { body: { state } } = await demo.api<SummaryView>("/api/summary");
  strictEqual(state, "ON");
  await shot(page, "15_armed_again");
}

async function byKeyboard({ demo, window, shot }: DemoRun): Promise<void> {
  const page = await window(DESK);
  const press = (key: string) => page.keyboard.press(key);
  await page.goto(`${demo.origin}/login`);
  await page.waitForSelector("#enter:enabled");
  await page.keyboard.type(TOKEN);
  await press("Enter");
  await page.waitForURL(/\/dashboard$/);
  await until(page, "#connection", (text) => text === "live");
  await tabTo(page, (place) => place.startsWith("decisions a "));
  await press("Enter");
  await until(page, ":focus", (text) => text === "Why, or why not");
  await shot(page, "16_keyboard_why");
  await press("Escape");
  await tabTo(page, (place) => place.endsWith("Pause entries of CHARLIE"));
  await press("Enter");
  await page.waitForSelector("#ask[open]");
  await press("Enter");
  await until(page, "#state", (text) => text.includes("operator for CHARLIE"));
  await until(page, ":focus", (text) => text === "Resume");
  await shot(page, "17_keyboard_paused");
  await press("Enter");
  await page.waitForSelector("#ask[open]");
  await press("Enter");
  await until(page, "#state", (text) => text.endsWith("Entries are on"));
  await page.context().close();
}

async function elsewhere({ window, shot, demo }: DemoRun, page: Page): Promise<void> {
  const storageState = await page.context().storageState();
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [name, options] of [["desk", DESK], ["phone", PHONE]] as const) {
      const other = await window({ ...options, colorScheme, storageState });
      await other.goto(`${demo.origin}/dashboard`);
      await until(other, "#connection", (text) => text === "live");
      await other.waitForSelector("#chart-place.drawn canvas");
      strictEqual(await excessPx(other), 0, `pixels the page is wider than the ${name}`);
      await shot(other, `18_${name}_${colorScheme}`);
      for (const id of ["positions", "chart", "why", "decisions", "trades", "tree", "events"]) {
        await scrollTo(other, id);
        await shot(other, `19_${name}_${colorScheme}_${id}`);
      }
      await other.context().close();
    }
  }
}

async function scrollTo(page: Page, id: string): Promise<void> {
  await page.evaluate(`document.getElementById(${JSON.stringify(id)}).scrollIntoView()`);
}
