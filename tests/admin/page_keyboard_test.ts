import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest, tabTo, until } from "./page_fixture.ts";

const VIEW = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" as const };

pageTest("with the keyboard alone one logs in, asks why, and closes everything", async (on, t) => {
  const page = await on.window(VIEW);
  const press = (key: string) => page.keyboard.press(key);

  await t.step("logs in with a code, after a wrong one", async () => {
    await page.goto(`${on.origin}/dashboard`);
    await page.waitForURL(`${on.origin}/login`);
    await page.waitForSelector("#enter:enabled");
    await page.keyboard.type("wrong-wrong-wrong");
    await press("Enter");
    await until(page, "#refused", (text) => text.includes("not valid"));
    await page.keyboard.type(on.newLoginCode());
    await press("Enter");
    await page.waitForURL(`${on.origin}/dashboard`);
    await until(page, "#connection", (text) => text === "live");
  });

  await t.step("skips to the content, and reaches a decision", async () => {
    await press("Tab");
    strictEqual(await focused(page), "Skip to the content");
    await press("Enter");
    const seen = await tabTo(page, (place) => place.startsWith("decisions ") && place.includes(" a "));
    ok(seen.every((place) => place !== "body"), "focus is never lost");
  });

  await t.step("asks why, and comes back with Escape", async () => {
    const from = await focused(page);
    await press("Enter");
    await until(page, ":focus", (text) => text === "Why, or why not");
    strictEqual(await page.textContent("#why-mode"), "chosen bar");
    ok(await page.locator("#why .checks li").count() > 3);
    await press("Escape");
    strictEqual(await focused(page), from);
    strictEqual(await page.textContent("#why-mode"), "newest bar");
  });

  await t.step("walks along the bars of the chart", async () => {
    await page.focus("#chart-place");
    const before = await page.textContent("#chart-readout");
    for (let i = 0; i < 3; i++) await press("ArrowLeft");
    ok(await page.textContent("#chart-readout") !== before);
    await press("Enter");
    await until(page, ":focus", (text) => text === "Why, or why not");
    await press("Escape");
  });

  await t.step("cannot leave the dialog by Tab, and leaves it with Escape", async () => {
    await page.focus("[data-action=flatten]");
    await press("Enter");
    await page.waitForSelector("#kill[open]");
    strictEqual(await page.evaluate("document.activeElement.id"), "kill-word");
    for (let i = 0; i < 8; i++) {
      await press("Tab");
      // between two rounds the focus visits the browser's own controls
      const isInside =
        "document.activeElement === document.body || document.getElementById('kill').contains(document.activeElement)";
      ok(await page.evaluate(isInside), "focus stays in the dialog");
    }
    await press("Escape");
    strictEqual(await page.locator("#kill[open]").count(), 0);
    strictEqual(await focused(page), "Close everything");
  });

  await t.step("closes everything after the word was typed", async () => {
    ok(on.ports.positions().length > 0);
    await press("Enter");
    await page.keyboard.type("flatten");
    await press("Enter");
    strictEqual(await page.locator("#kill[open]").count(), 1, "the word is not that one");
    await page.fill("#kill-word", "");
    await page.keyboard.type("FLATTEN");
    await press("Enter");
    await until(page, "#state", (text) => text.includes("HALTED"));
    match(await page.textContent("#notice") ?? "", /^Done: 3 positions are closed/);
    await until(page, "#positions-body", (text) => text.includes("Flat."));
    deepStrictEqual(on.ports.positions(), []);
  });
  const refusedLogin = on.complaints.filter((text) => !/401 \(Unauthorized\)/.test(text));
  deepStrictEqual(refusedLogin, []);
});

/** What has the focus: the text of it. */
async function focused(page: Page): Promise<string> {
  return await page.evaluate("document.activeElement.textContent.trim()");
}
