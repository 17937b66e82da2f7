/**
 * Where a file lives and what a specifier in it points to.
 *
 * @module
 */

import { posix } from "node:path";
import { FREE_ROOMS, ROOM_ORDER } from "./layer_rules.ts";

/** What a specifier names: a file of this project, a package or built-in, or nothing that may be imported. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "outside" };

/** The room a path lies in: `lib/core`, `cli`, `main.ts`, or undefined where the table knows no such room. */
export function roomOf(path: string): string | undefined {
  const parts = path.split("/");
  const room = parts[0] === "lib" ? parts.slice(0, 2).join("/") : parts[0];
  return ROOM_ORDER.includes(room) || FREE_ROOMS.includes(room) ? room : undefined;
}

/** Path of a file from its room's folder: `lib/core/rng.ts` gives `rng.ts`. */
export function pathInRoom(path: string, room: string): string {
  return path === room ? path : path.slice(room.length + 1);
}

/** Resolves a specifier written in `file`. Packages lose their subpath and version: `npm:zod@4/mini` is `npm:zod`. */
export function targetOf(specifier: string, file: string): Target {
  if (/^\.\.?(?:\/|$)/.test(specifier)) {
    const path = posix.normalize(posix.join(posix.dirname(file), specifier));
    return path.startsWith("..") ? { kind: "outside" } : { kind: "file", path };
  }
  if (/^(?:\/|[a-z]+:\/\/|file:|data:|blob:)/.test(specifier)) return { kind: "outside" };
  const name = /^(?:[a-z]+:\/?)?(?:@[^/]+\/)?[^/@]+/.exec(specifier)?.[0];
  return { kind: "package", name: name ?? specifier };
}
