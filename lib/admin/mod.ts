/**
 * The admin server: who may ask, what can be read, what can be commanded, the stream of events, the description of all
 * that, and the pages. It knows HTTP and the views; it must never know a database, an actor or how a decision is made:
 * all it shows and does goes through the AdminPorts it is given.
 *
 * @module
 */
export { type AdminApp, createAdminApp } from "./app.ts";
export type { AdminFault } from "./api/parts.ts";
export type { LoginCode } from "./auth/login_codes.ts";
export type { RandomBytes } from "./auth/secret_text.ts";
export { chooseToken, type ChosenToken, isLoopback, tokenFault } from "./auth/token.ts";
export { type EventGroup, groupOf } from "./stream/event_text.ts";
export type { AdminOptions } from "./options.ts";
export { randomBytes } from "./parts.ts";
export { pages, type PagesDeps } from "./pages/mod.tsx";
export * from "./ports.ts";
export { type AdminConfig, adminConfig } from "./schema.ts";
export { type ListenAddress, serveAdmin, type ServedAdmin } from "./serve.ts";
export type { StreamCounts } from "./stream/event_streams.ts";
export type * from "./views.ts";
