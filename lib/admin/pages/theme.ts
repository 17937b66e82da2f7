import type { Context } from "hono";
import { getCookie } from "hono/cookie";

/** Colours by the system's choice, or by one's own. */
export type Theme = "auto" | "dark" | "light";

const COOKIE = "bulkhead_theme";

/** What the page's button has chosen; what is no theme is as if it were not there. */
export function themeOf(c: Context): Theme {
  const theme = getCookie(c, COOKIE);
  return theme === "dark" || theme === "light" ? theme : "auto";
}
