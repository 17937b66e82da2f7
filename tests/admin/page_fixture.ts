import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { createAdminApp } from "../../lib/admin/app.ts";
import { createFakePorts, type FakePorts } from "../../lib/admin/fake_ports_fixture.ts";
import { pages } from "../../lib/admin/pages/mod.tsx";
import { adminConfig } from "../../lib/admin/schema.ts";
import { serveAdmin } from "../../lib/admin/serve.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where a browser is; null on a machine without one. */
export function findChromium(): string | null {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of NAMES) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // not there: the next one
      }
    }
  }
  return null;
}

const path = findChromium();
const why = path === null ? " (needs chromium)" : mayDrive() ? "" : " (needs deno test -A)";

/** Whether the browser's driver may be loaded: it looks at the machine, and at files only a process with all rights may see. */
function mayDrive(): boolean {
  if (Deno.permissions.querySync({ name: "sys" }).state !== "granted") return false;
  try {
    Deno.readTextFileSync("/proc/version");
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
  return true;
}

/** An invented run with its server and a browser. */
export interface PageRun {
  readonly ports: FakePorts;
  readonly browser: Browser;
  readonly origin: string;
  /** What the pages complained of, and what they asked other machines for. */
  readonly complaints: string[];
  newLoginCode(): string;
  /** A new window on the dashboard, logged in. */
  open(options?: BrowserContextOptions, query?: string): Promise<Page>;
  /** A new window that is nowhere yet. */
  window(options?: BrowserContextOptions): Promise<Page>;
  closeServer(): Promise<void>;
}

/** A test in a real browser; ignored, with the reason in its name, where there is none. */
export function browserTest(
  name: string,
  run: (browser: Browser, t: Deno.TestContext) => Promise<void>,
): void {
  Deno.test({
    name: name + why,
    ignore: why !== "",
    // the driver keeps its pipes to the browser until the process ends
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async (t) => {
      // loaded here: it cannot even be imported without these rights
      const { chromium } = await import("playwright-core");
      const browser = await chromium.launch({ executablePath: path!, args: ["--no-sandbox"] });
      try {
        await run(browser, t);
      } finally {
        await browser.close();
      }
    },
  });
}

/** A test in a real browser on an invented run. */
export function pageTest(name: string, run: (on: PageRun, t: Deno.TestContext) => Promise<void>): void {
  browserTest(name, async (browser, t) => {
    const ports = createFakePorts({ confirmMs: 150, restartMs: 800 });
    const complaints: string[] = [];
    const admin = createAdminApp(ports, {
      ...{ config: adminConfig.parse({}), token: "a-token-of-the-page-tests", version: "0.0.0" },
      ...{ log: ({ error }) => void complaints.push(`server: ${error}`), pages: pages({ ports }) },
    });
    const served = serveAdmin(admin, { host: "127.0.0.1", port: 0 });
    const origin = `http://127.0.0.1:${served.port}`;
    let isServed = true;
    const on: PageRun = {
      ...{ ports, browser, origin, complaints },
      newLoginCode: () => admin.newLoginCode().code,
      async window(options) {
        const page = await (await browser.newContext(options)).newPage();
        watch(page, origin, complaints);
        return page;
      },
      async open(options, query = "") {
        const page = await on.window(options);
        await page.goto(`${origin}/login#code=${on.newLoginCode()}`);
        await page.waitForURL(`${origin}/dashboard`);
        if (query !== "") await page.goto(`${origin}/dashboard${query}`);
        return page;
      },
      async closeServer() {
        if (isServed) await served.close();
        isServed = false;
      },
    };
    try {
      await run(on, t);
    } finally {
      ports.stop();
      await on.closeServer();
    }
  });
}

/** Notes errors of the console and of scripts, and requests to anyone but us. */
export function watch(page: Page, origin: string, complaints: string[]): void {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", ({ message }) => complaints.push(`script: ${message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`request: ${request.url()}`);
  });
}

/** Adds up shifts of the layout from the first paint on, and says where they were: `shifts` in the page. */
export const WATCH_SHIFTS = `
  globalThis.shifts = { sum: 0, places: [] };
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      const places = sources.map(({ node: n }) => {
        const at = n?.nodeType === 1 ? n : n?.parentElement;
        return (at?.closest("[id]")?.id ?? "?") + ">" + (at?.dataset?.column ?? at?.className ?? at?.localName);
      });
      shifts.sum += value;
      shifts.places.push(value.toFixed(4) + " " + places.join(" "));
    }
  }).observe({ type: "layout-shift", buffered: true });
`;

/** What it added up. */
export async function shiftsOf(page: Page): Promise<{ sum: number; places: string[] }> {
  return await page.evaluate("shifts");
}

/** First contentful paint after the page was asked for. */
export async function firstPaintMs(page: Page): Promise<number> {
  return await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
}

/** How many pixels the page is wider than the screen. */
export async function excessPx(page: Page): Promise<number> {
  return await page.evaluate("document.documentElement.scrollWidth - innerWidth");
}

/** Presses Tab until the focus is where it is wanted; where it has been: "panel element text". */
export async function tabTo(page: Page, isThere: (place: string) => boolean): Promise<string[]> {
  const places: string[] = [];
  const whereScript = `(() => {
    const at = document.activeElement;
    if (at === document.body) return "body";
    const name = at.getAttribute("aria-label") ?? at.textContent;
    return (at.closest("section")?.id ?? "") + " " + at.localName + " " + name;
  })()`;
  for (let i = 0; i < 160; i++) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate<string>(whereScript);
    places.push(place);
    if (isThere(place)) return places;
  }
  throw new Error(`Cannot reach it by Tab: ${places.join(" | ")}`);
}

/** Waits until the text of the first such element is as wanted. The page's policy forbids to wait inside it. */
export async function until(
  page: Page,
  selector: string,
  isDone: (text: string) => boolean,
  withinMs = 20_000,
): Promise<void> {
  let text = "";
  for (const endMs = Date.now() + withinMs; Date.now() < endMs;) {
    text = await page.locator(selector).first().textContent() ?? "";
    if (isDone(text)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`${selector} stays at: ${text.slice(0, 300)}`);
}
