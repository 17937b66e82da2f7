import type { Assets } from "./assets.ts";
import { Frame } from "./frame.tsx";
import { Mark } from "./mark.tsx";
import type { Theme } from "./theme.ts";

/** What the page is made of. */
export interface LoginProps {
  readonly assets: Assets;
  readonly nonce: string;
  readonly theme: Theme;
}

/** Where one shows who one is: a one-time code, or the token. */
export function LoginPage({ assets, nonce, theme }: LoginProps) {
  return (
    <Frame assets={assets} nonce={nonce} theme={theme} title="Log in · Bulkhead" script="login.js">
      <main class="login">
        <h1>
          <Mark /> Bulkhead
        </h1>
        <form id="login" method="post" action="/login" autocomplete="off">
          <label for="code">Login code or token</label>
          <input
            id="code"
            name="code"
            type="text"
            required
            autofocus
            spellcheck={false}
            autocapitalize="off"
            aria-describedby="refused help"
          />
          <p id="refused" class="down" role="alert"></p>
          {/* its script lets it be pressed: without it the form would only lead to a refusal */}
          <button id="enter" type="submit" class="primary" disabled>Log in</button>
        </form>
        <p id="help" class="muted">
          The terminal that runs Bulkhead printed a link with a code that works once. The token is the one in
          the environment of that process.
        </p>
        <noscript>
          <p class="muted">Logging in needs JavaScript: the page itself can be read without.</p>
        </noscript>
      </main>
    </Frame>
  );
}
