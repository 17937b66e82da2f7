import assert from "node:assert/strict";
import { escapeHtml, html } from "./html.ts";

Deno.test("html`` escapes what is put in, between tags and in attributes, once", () => {
  const name = `<b>"x"&'y'`;
  const escaped = "&lt;b&gt;&quot;x&quot;&amp;&#39;y&#39;";
  const { html: page } = html`<td title="${name}">${name}</td>`;
  assert.equal(page, `<td title="${escaped}">${escaped}</td>`);
  assert.equal(
    html`<p>${html`<i>${name}</i>`}${[name, html`<br>`]}</p>`.html,
    `<p><i>${escaped}</i>${escaped}<br></p>`,
  );
  assert.equal(html`${null}${false}${0}${""}`.html, "0");
});

Deno.test("escapeHtml() shows control characters and turned writing as a sign", () => {
  assert.equal(escapeHtml("a\u0000b\u202ec\u2066d\u007f\ud800"), "a\ufffdb\ufffdc\ufffdd\ufffd\ufffd");
  assert.equal(escapeHtml("tab\tline\n"), "tab\tline\n");
});
