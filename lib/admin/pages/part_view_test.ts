import { strictEqual } from "node:assert/strict";
import { h } from "../client/part.ts";
import { Parts } from "./part_view.tsx";

Deno.test("Parts() writes elements with their keys and attributes, and what they are told as text", () => {
  const cases = [
    [
      h("p", { key: "k<", title: `"'&`, hidden: true, id: null, class: false }, "a < b"),
      '<p data-key="k&lt;" title="&quot;&#39;&amp;" hidden="">a &lt; b</p>',
    ],
    [h("input", { value: 0 }), '<input value="0">'],
    [h("ul", {}, h("li", {}, "1", h("b", {}, "</li>"))), "<ul><li>1<b>&lt;/li&gt;</b></li></ul>"],
    ["<", "&lt;"],
  ] as const;
  for (const [part, html] of cases) strictEqual(String(Parts({ of: part })), html);
  strictEqual(String(Parts({ of: ["a", h("i")] })), "a<i></i>");
});
