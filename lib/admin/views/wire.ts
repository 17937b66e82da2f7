/** A decimal as text: "-12.5". */
export type Decimal = string;
/** "2024-01-10T08:00:00.000Z" */
export type IsoTime = string;
/** Anything JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Rows `offset` to `offset + rows.length` of `total`. */
export interface Paged<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}
