/** Where a store on a PostgreSQL server is. Plain data. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Holds the store's tables and nothing else. */
  readonly schema: string;
  readonly ssl: false | "require" | "verify-full";
}
