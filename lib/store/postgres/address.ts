import { StoreRefused } from "../errors.ts";
import type { ServerAddress } from "./server_address.ts";

/** Where a store on a PostgreSQL server is. */
export type Address = ServerAddress;

export const Address = { parse, place };

/** True for what `Address.parse` is for; all else is a file. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(?:ql)?:/i.test(text);
}

const FORM =
  "postgres://user:password@host:5432/database, with ?sslmode=require|verify-full and ?schema=NAME if wanted";
const SSL_MODES: Readonly<Record<string, Address["ssl"]>> = {
  "disable": false,
  "require": "require",
  "verify-full": "verify-full",
};

/** Reads a DATABASE_URL. Throws StoreRefused, without the password in its text. */
function parse(url: string): Address {
  if (!isPostgresUrl(url) || !URL.canParse(url)) throw refusal("it must have the form", FORM);
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const { schema = "public", sslmode = "disable", ...others } = Object.fromEntries(searchParams);
  const unknown = Object.keys(others);
  if (unknown.length > 0) {
    throw refusal("its options must be sslmode and schema: current value is", unknown.join());
  }
  if (!Object.hasOwn(SSL_MODES, sslmode)) {
    throw refusal("sslmode must be disable, require or verify-full: current value is", sslmode);
  }
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw refusal("schema must be lower case letters, digits and _: current value is", schema);
  }
  const database = decodeURIComponent(pathname.slice(1));
  if (hostname === "" || username === "" || database === "") throw refusal("it must have the form", FORM);
  return {
    // an IPv6 address stands in brackets
    host: decodeURIComponent(hostname.replace(/^\[(.*)\]$/, "$1")),
    port: port === "" ? 5432 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
    schema,
    ssl: SSL_MODES[sslmode],
  };
}

function refusal(rule: string, what: string): StoreRefused {
  return new StoreRefused(`Cannot use DATABASE_URL as ${rule} ${what}`);
}

/** The address for people: without the password. */
function place({ host, port, user, database, schema }: Address): string {
  return `postgres://${user}@${host}:${port}/${database}${schema === "public" ? "" : `?schema=${schema}`}`;
}
