/**
 * Actors: who exists, what they say to each other, the tree they form, and the cells they live in. Behaviours are thin
 * adapters of the decision core's reducers and of the simulated exchange; they know messages and addresses, and must never
 * hold a rule of their own.
 * @module
 */
export * from "./addresses.ts";
export type { AdminArgs, AdminNote, RestartTold, RunInfo, TreeTold } from "./admin/messages.ts";
export type { CandlesTold, SetMarketSpeed } from "./clock/messages.ts";
export * from "./free_world.ts";
export type { LiveArgs, LiveNote } from "./live/messages.ts";
export type { JournalArgs, StorePlace } from "./journal_store.ts";
export * from "./paper_cells.ts";
export { paperActors } from "./paper_actors.ts";
export * from "./paper_session.ts";
export type { ChannelKind } from "./telling.ts";
export * from "./tree.ts";
