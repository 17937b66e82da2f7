/**
 * The command line: one file per command, the thin shell around everything else. It knows arguments, files, signals and
 * the terminal; it must never know how a decision is made.
 * @module
 */
export { main } from "./main.ts";
export { openRun, type Run, START_OPTIONS } from "./open_run.ts";
export { readOptions } from "./options.ts";
export { playTree, type Staging } from "./play_tree.ts";
