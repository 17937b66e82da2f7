/**
 * Actors: who exists, what they say to each other, and the tree they form. Behaviours are thin adapters of the decision
 * core's reducers and of the simulated exchange; they know messages and addresses, and must never hold a rule of their own.
 * @module
 */
export * from "./addresses.ts";
export * from "./tree.ts";
