import type { Route } from "../api/route.ts";

/** Which requests are let through without a login, and which are sent to the login page. */
export interface Doors {
  isOpen(method: string, path: string): boolean;
  /** Asked by machines that know us by address alone, and must never be turned away. */
  isProbe(path: string): boolean;
  isPage(path: string): boolean;
}

/** The open routes, and of the pages the one to log in with its assets, which hold no data. */
export function doorsOf(routes: readonly Route[]): Doors {
  const open = routes.filter(({ isOpen }) => isOpen === true);
  const doors = new Set(open.map(({ method, path }) => `${method} ${path}`).concat("GET /login"));
  const probes = new Set(open.filter(({ method }) => method === "GET").map(({ path }) => path));
  return {
    isOpen(method, path) {
      const kind = method === "HEAD" ? "GET" : method;
      return doors.has(`${kind} ${path}`) || (kind === "GET" && path.startsWith("/assets/"));
    },
    isProbe: (path) => probes.has(path),
    isPage: (path) => path === "/" || path === "/api/reference" || /^\/dashboard(?:\/|$)/.test(path),
  };
}
