/**
 * Structured logs: one line an event, as JSON or for people, without secrets whatever they are wrapped in. It knows levels,
 * texts and what a secret looks like; it must never know where lines go, what time it is, or anything of trading.
 * @module
 */
export { createLog, type Fields, type Log, type LogOptions } from "./log.ts";
export { isLevel, type Level, LEVELS } from "./level.ts";
export { createRedactor, REDACTED, type Redactor } from "./redactor.ts";
export { isSecretName } from "./secret_names.ts";
export { secretsOfEnvironment } from "./environment_secrets.ts";
