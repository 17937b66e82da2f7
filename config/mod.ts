/**
 * Configuration: the composed schema, the layers it is read from and where each value came from. It knows names, defaults
 * and precedence; it must never know how a value is used, nor open a file.
 * @module
 */
export * from "./environment.ts";
export * from "./layers.ts";
export * from "./load.ts";
export * from "./schema.ts";
