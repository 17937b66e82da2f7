import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { Assets } from "./assets.ts";
import type { Theme } from "./theme.ts";

/** What every page has around its content. */
export interface FrameProps {
  readonly assets: Assets;
  /** Of this answer: what stands in the page itself is allowed by it alone. */
  readonly nonce: string;
  readonly theme: Theme;
  readonly title: string;
  /** Path of its script. */
  readonly script: string;
  /** What the script needs to know, as data attributes of the body. */
  readonly data?: Readonly<Record<string, string>>;
  readonly children?: Child;
}

/**
 * A whole page, which can be painted as it comes: its style and a first small script stand in it. Its other scripts wait
 * in a template, so that nothing is asked for before the page is seen; the first one takes them out.
 */
export function Frame({ assets, nonce, theme, title, script, data = {}, children }: FrameProps) {
  const attributes = Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]));
  return (
    <html lang="en" data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href={assets.url("icon.svg")} type="image/svg+xml" />
        <style nonce={nonce}>{raw(assets.style)}</style>
        <script nonce={nonce}>{raw(assets.firstScript)}</script>
      </head>
      <body {...attributes}>
        {children}
        <template id="scripts">
          {assets.importsOf(script).map((path) => preload(assets.url(path)))}
          <script type="module" src={assets.url(script)}></script>
        </template>
      </body>
    </html>
  );
}

/** Lets the browser load a script before it finds who imports it. */
function preload(url: string) {
  return <link rel="modulepreload" href={url} />;
}
