import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { pageTest, until } from "./page_fixture.ts";

pageTest("the dashboard follows the run, and does what it is told", async (on, t) => {
  const page = await on.open({ viewport: { width: 1440, height: 900 } });
  await until(page, "#connection", (text) => text === "live");

  await t.step("bars move", async () => {
    const { marketTime } = on.ports.summary();
    on.ports.advance(24);
    await until(page, "#figures", (text) => !text.includes(marketTime!.slice(0, 16).replace("T", " ")));
    await until(page, "#chart-readout", (text) => text.includes(stampOf(on.ports.summary().marketTime!)));
    await until(page, "#why-body", (text) => text.includes(stampOf(on.ports.summary().marketTime!)));
  });

  await t.step("a symbol is paused, with a reason", async () => {
    await page.click('#symbols button[aria-label="Pause entries of BRAVO"]');
    await page.fill("#ask-reason", "a test of the page");
    await page.click("#ask-yes");
    await until(page, "#state", (text) => text.includes("operator for BRAVO/USDT:USDT, a test of the page"));
    await page.waitForSelector('#symbols button[aria-label="Resume entries of BRAVO"]');
    strictEqual(on.ports.risk().latches[0].scope, "BRAVO/USDT:USDT");
  });

  await t.step("a change is staged and applied, and every actor confirms it one by one", async () => {
    const seen = new Set<string>();
    await page.fill("#knob-system\\.risk\\.risk_per_trade_pct", "0.25");
    await page.click("#config-form button[type=submit]");
    await page.click("#versions [data-action=apply]");
    await until(page, "#versions li:first-child > .muted", (text) => {
      const found = /^(\d+) of 9 actors have it/.exec(text)?.[1];
      if (found !== undefined) seen.add(found);
      return found === "9";
    });
    ok(seen.size > 2, `seen on the way: ${[...seen].join(", ")}`);
    match(await page.textContent(".knob .now") ?? "", /now 0.25/);
    await page.click("[data-action=rollback]");
    await until(page, ".knob .now", (text) => text.includes("0.5"));
  });

  await t.step("a part ends and comes back", async () => {
    await page.click('#tree button[aria-label="Restart feed/paper"]');
    await page.click("#ask-yes");
    await until(page, "#tree", (text) => text.includes("starting"));
    await until(page, "#tree", (text) => !text.includes("starting"));
    await until(page, "#events", (text) => text.includes("PartRestartedfeed was started again"));
    match(await page.textContent("#tree") ?? "", /feed\/paperrestarted \d+ s agoup1.*?stopped in order/);
  });

  await t.step("another symbol, another speed, another theme", async () => {
    await page.selectOption("#symbol", "ECHO/USDT:USDT");
    await until(page, "#chart-readout", (text) => text.startsWith("ECHO"));
    await page.focus("#speed");
    await page.keyboard.press("End");
    await until(page, "#speed-text", (text) => text === "50 bars/s");
    await until(page, "#notice", (text) => text.includes("50 bars a second"));
    strictEqual(on.ports.summary().barsPerSecond, 50);
    await page.click("#theme");
    strictEqual(await page.textContent("#theme"), "Theme: dark");
  });
  deepStrictEqual(on.complaints, []);

  await t.step("a server that is gone is said to be gone", async () => {
    await on.closeServer();
    await until(page, "#connection", (text) => /^connection lost, last data \d\d:\d\d:\d\d$/.test(text));
  });
});

function stampOf(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
