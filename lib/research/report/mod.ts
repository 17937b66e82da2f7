/**
 * The report of a run: its figures as plain data, and a page that shows them. It knows what a run recorded and the statistics
 * of research; it must never know files, clocks, stores, or how a decision is made.
 * @module
 */
export * from "./decision_data.ts";
export * from "./report_data.ts";
export { reportHtml } from "./report_html.ts";
export * from "./report_input.ts";
export { runReport } from "./run_report.ts";
