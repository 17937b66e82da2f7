/**
 * A market that does not wait, and what may happen to those who trade on it: the exchange with somebody else's hands in it
 * and the truth written down, the process under test, and the audit of what both sides say in the end. It knows the
 * harbour's file, which the product must never read.
 *
 * @module
 */
export { type Meddle, meddledVenue, type MeddleKind, type Truth } from "./meddled_venue.ts";
