import type { Child } from "hono/jsx";
import type { Assets } from "./assets.ts";

/** What every page has around its content. */
export interface FrameProps {
  readonly assets: Assets;
  readonly title: string;
  /** Path of its script. */
  readonly script: string;
  /** What the script needs to know, as data attributes of the body. */
  readonly data?: Readonly<Record<string, string>>;
  readonly children?: Child;
}

/** A whole page. Its first script only sets the theme, before anything is painted; the other one waits for the page. */
export function Frame({ assets, title, script, data = {}, children }: FrameProps) {
  const attributes = Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href={assets.url("icon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.url("page.css")} />
        <script src={assets.url("theme.js")}></script>
        {assets.importsOf(script).map((path) => preload(assets.url(path)))}
        <script type="module" src={assets.url(script)}></script>
      </head>
      <body {...attributes}>{children}</body>
    </html>
  );
}

/** Lets the browser load a script before it finds who imports it. */
function preload(url: string) {
  return <link rel="modulepreload" href={url} />;
}
