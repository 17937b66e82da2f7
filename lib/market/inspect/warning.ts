/** What a person should know of a file, by kind. */
export type DataWarningKind =
  | "zero-volume" // bars in which nobody traded
  | "jump" // a close far from the one before
  | "suspect" // perhaps two instruments under one name
  | "jitter" // funding times beside their hours
  | "repeat" // a settlement told twice, with one rate
  | "interval"; // settlements closer to each other than most

/** Something that no rule forbids. */
export interface DataWarning {
  readonly kind: DataWarningKind;
  readonly file: string;
  /** ISO time in UTC, or "" where it belongs to none. */
  readonly at: string;
  readonly what: string;
}
