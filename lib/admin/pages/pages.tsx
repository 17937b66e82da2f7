import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import type { Child } from "hono/jsx";
import type { AdminPorts } from "../ports.ts";
import { createAssets } from "./assets.ts";
import { DashboardPage } from "./dashboard_page.tsx";
import { LoginPage } from "./login_page.tsx";
import { readPage } from "./page_data.ts";
import { pageQuery } from "./query.ts";
import { themeOf } from "./theme.ts";

/** What the pages rest on. */
export interface PagesDeps {
  readonly ports: AdminPorts;
}

const FOREVER = "public, max-age=31536000, immutable";

/**
 * "/", "/login", "/dashboard" and "/assets/*". Who may see them, and the headers that keep pages safe, are the server's
 * business: they are mounted behind it. Throws what the ports throw.
 */
export function pages({ ports }: PagesDeps): Hono {
  const assets = createAssets();
  const hono = new Hono();
  const document = (content: Child) => `<!DOCTYPE html>${content}`;
  hono.get("/", (c) => c.redirect("/dashboard", 302));
  // of what is asked with GET alone: what refuses other methods is made of the answer this would have packed
  const packed = compress();
  hono.get("/login", packed, (c) => {
    return c.html(document(<LoginPage assets={assets} nonce={nonceOf(c)} theme={themeOf(c)} />));
  });
  hono.get("/dashboard", packed, (c) => {
    const data = readPage(ports, pageQuery(new URL(c.req.url).searchParams, ports));
    return c.html(
      document(<DashboardPage assets={assets} nonce={nonceOf(c)} theme={themeOf(c)} data={data} />),
    );
  });
  hono.get(`${assets.root}*`, async (c) => {
    const asset = assets.byPath.get(c.req.path.slice(assets.root.length));
    if (asset === undefined) return c.notFound();
    const headers = {
      ...{ ETag: asset.etag, "Cache-Control": FOREVER, "Content-Type": asset.type },
      Vary: "Accept-Encoding",
    };
    if (c.req.header("if-none-match")?.replace(/^W\//, "") === asset.etag) return c.body(null, 304, headers);
    return /\bgzip\b/.test(c.req.header("accept-encoding") ?? "")
      ? c.body(await asset.packed(), 200, { ...headers, "Content-Encoding": "gzip" })
      : c.body(asset.text, 200, headers);
  });
  return hono;
}

/** Under which the answer's headers allow what stands in the page itself. */
function nonceOf(c: Context): string {
  return c.get("secureHeadersNonce") ?? "";
}
