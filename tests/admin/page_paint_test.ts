import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { excessPx, firstPaintMs, pageTest, shiftsOf, until, WATCH_SHIFTS } from "./page_fixture.ts";

/** A number that gets a digit more begins further left in its cell: that alone may be counted. 0.1 is called good. */
const MOST_SHIFT = 0.002;

const SCREENS = [
  {
    name: "desktop, dark",
    options: { viewport: { width: 1440, height: 900 }, colorScheme: "dark" as const },
  },
  {
    name: "wide, light",
    options: { viewport: { width: 2560, height: 1400 }, colorScheme: "light" as const },
  },
  {
    name: "phone, light",
    options: {
      viewport: { width: 390, height: 844 },
      colorScheme: "light" as const,
      isMobile: true,
      hasTouch: true,
    },
  },
];

pageTest("the dashboard paints at once, stays where it is, and asks nobody else", async (on, t) => {
  for (const { name, options } of SCREENS) {
    await t.step(name, async () => {
      const page = await on.open(options);
      await page.addInitScript(WATCH_SHIFTS);
      await page.reload();
      await page.waitForSelector("#equity-place.drawn canvas");
      await page.waitForSelector("#chart-place.drawn canvas");
      strictEqual(await page.textContent("#connection"), "live");
      const before = await page.textContent("#figures");
      on.ports.start();
      await page.waitForTimeout(3_000);
      on.ports.stop();
      ok(await page.textContent("#figures") !== before, "figures have moved");
      const { sum, places } = await shiftsOf(page);
      ok(sum < MOST_SHIFT, `layout shift ${sum}: ${places.join("; ")}`);
      const paint = await firstPaintMs(page);
      // on a busy machine: the figure itself is what is told
      ok(paint < 5_000, `first paint after ${paint} ms`);
      // deno-lint-ignore no-console -- the figures are what one runs it for
      console.log(
        `${name}: first contentful paint after ${paint.toFixed(0)} ms, layout shift ${sum.toFixed(5)}`,
      );
      strictEqual(await excessPx(page), 0, "pixels the page is wider than the screen");
      await page.context().close();
    });
  }
  deepStrictEqual(on.complaints, []);
});

/** Panels whose bodies are not laid out, and the places of all bodies. */
const WAITING = `(() => {
  const bodies = [...document.querySelectorAll(".panel > :is(.body, .chart-place)")];
  const placeOf = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x, y, width, height].join();
  };
  const isWaiting = (node) => getComputedStyle(node).contentVisibility === "hidden";
  return {
    waiting: bodies.filter(isWaiting).map((node) => node.parentElement.id),
    places: bodies.map(placeOf),
  };
})()`;

pageTest(
  "all but the banner and the first row waits for the first paint, with its place kept",
  async (on, t) => {
    for (const { name, options } of SCREENS) {
      await t.step(name, async () => {
        const page = await on.open(options);
        await page.waitForSelector("html[data-painted]");
        const after = await page.evaluate<{ waiting: string[]; places: string[] }>(WAITING);
        deepStrictEqual(after.waiting, []);
        await page.evaluate("delete document.documentElement.dataset.painted");
        const before = await page.evaluate<typeof after>(WAITING);
        strictEqual(before.waiting.length, after.places.length - 2);
        ok(!before.waiting.includes("equity") && !before.waiting.includes("performance"));
        deepStrictEqual(before.places, after.places);
        await page.context().close();
      });
    }
    deepStrictEqual(on.complaints, []);
  },
);

pageTest("the ledger of the days is read when it is opened", async (on) => {
  const page = await on.open(SCREENS[0].options);
  await until(page, "#connection", (text) => text === "live");
  strictEqual(await page.locator("#days-body tbody tr").count(), 0);
  await page.click("#ledger summary");
  // long before it would be read again by itself
  await page.locator("#days-body tbody tr").nth(29).waitFor({ timeout: 10_000 });
  deepStrictEqual(on.complaints, []);
});

pageTest("the dashboard can be read without scripts, and its links lead on", async (on) => {
  const page = await on.open();
  const state = await page.context().storageState();
  const still = await on.window({ javaScriptEnabled: false, storageState: state });
  await still.goto(`${on.origin}/dashboard`);
  const shown = on.ports.positions();
  strictEqual(await still.locator("#positions tbody tr").count(), shown.length);
  strictEqual(await still.locator("#kill").isVisible(), false);
  strictEqual(await still.locator("[data-action=flatten]").isVisible(), false, "nothing that would not work");
  match(await still.textContent("noscript") ?? "", /snapshot/);
  strictEqual(await still.locator("#equity svg.drawing polyline").count(), 1);
  strictEqual(await still.locator("#chart svg.drawing path").count(), 4);
  ok(await still.locator("#events-body li").first().isVisible());
  await still.click("#ledger summary");
  ok(await still.locator("#days-body tbody tr").first().isVisible());
  await still.click("#decisions tbody tr:nth-child(2) a");
  await still.waitForURL(/why=/);
  match(await still.textContent("#why-mode") ?? "", /chosen bar/);
  await still.click("#trades-pager a:last-child");
  match(await still.textContent("#trades-pager") ?? "", /^13 to 24 of/);
  deepStrictEqual(on.complaints, []);
});
