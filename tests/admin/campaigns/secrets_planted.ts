/**
 * The secrets that the campaign plants, every way they could be spelled, and how they are found again: by its own lights,
 * not by those of lib/log.
 *
 * @module
 */

/** A part of a value that nobody may read, and whose it is. */
export interface Planted {
  readonly name: string;
  readonly secret: string;
}

/** A place where a secret was found, in what spelling first. */
export interface Leak {
  readonly name: string;
  readonly form: string;
  readonly where: string;
  /** A little of what stands around it. */
  readonly around: string;
}

export const SMTP_USER = "bulkhead-bot";

/** Variables of the program's environment; the webhook leads to this port. */
export function plantedEnvironment(webhookPort: number): Readonly<Record<string, string>> {
  return {
    DASHBOARD_TOKEN: "Kq7ZxW2m-plantedDashboard-9Tn4Lr",
    TG_BOT_TOKEN: "731958264:AAF-Vx5planted_Telegram_Bq8Yt5Rw2Lp",
    TG_CHAT_ID: "-1007531598624173",
    NOTIFY_SMTP_PASSWORD: "Zw8Qe3+planted Smtp/Pa55=Jm6&Hd1",
    NOTIFY_WEBHOOK_URL: `http://Uq4PlantedHookUserGy7:Nf3PlantedHookPassXk8@127.0.0.1:${webhookPort}` +
      "/hook/Rb2PlantedHookPathCv9?key=Ws5PlantedHookQueryTz1",
    BINANCE_API_KEY: "Bn1PlantedBinanceKeyvmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy",
    BINANCE_API_SECRET: "Bs2PlantedBinanceSecretNhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInC",
    KUCOIN_API_KEY: "64Kc3plantedc0ffee0d15ea5e90",
    KUCOIN_API_SECRET: "7fKs4planted-3a5b-4c6d-8e9f-0a1b2c3d",
    KUCOIN_API_PASSPHRASE: "Kp5PlantedPassphraseLw0",
  };
}

/** The password in DATABASE_URL. */
export const DATABASE_PASSWORD = "Dp6PlantedDatabasePassMy3";

/** What of the environment is secret; of the webhook's address the parts that are. */
export function plantedSecrets(environment: Readonly<Record<string, string>>): Planted[] {
  return Object.entries({ ...environment, DATABASE_URL: DATABASE_PASSWORD }).flatMap(([name, value]) => {
    if (name !== "NOTIFY_WEBHOOK_URL") return [{ name, secret: value }];
    const { username, password, pathname, searchParams } = new URL(value);
    const parts = [username, password, pathname.split("/").at(-1)!, searchParams.get("key")!];
    return parts.map((secret) => ({ name, secret }));
  });
}

/** Shortest half of a secret that is looked for by itself: what a careless cut leaves. */
const HALF = 12;

/** Names and spellings. */
function formsOf(secret: string): [form: string, text: string][] {
  const bytes = new TextEncoder().encode(secret);
  const hex = bytes.toHex(), json = JSON.stringify(secret).slice(1, -1);
  const forms: [string, string][] = [
    ["plain", secret],
    ["first half", secret.slice(0, Math.max(HALF, Math.ceil(secret.length / 2)))],
    ["last half", secret.slice(-Math.max(HALF, Math.ceil(secret.length / 2)))],
    ["percent", encodeURIComponent(secret)],
    ["form", new URLSearchParams([["", secret]]).toString().slice(1)],
    ["JSON", json],
    ["HTML", secret.replaceAll("&", "&amp;").replaceAll("=", "&#x3D;")],
    ["quoted-printable", secret.replaceAll("=", "=3D")],
    ...[["hex", hex], ["HEX", hex.toUpperCase()], ["backwards", [...secret].reverse().join("")]] as const,
    // within more text it begins at one of three places of four letters
    ...[0, 1, 2].map((before): [string, string] => {
      const shifted = new Uint8Array([...new Uint8Array(before), ...bytes]).toBase64({ omitPadding: true });
      return [
        "base64",
        shifted.slice(Math.ceil(before * 8 / 6), Math.floor((before + bytes.length) * 8 / 6)),
      ];
    }),
  ].map(([form, text]) => [form!, text!]);
  const url = forms.map((
    [form, text],
  ): [string, string] => [form, text.replaceAll("+", "-").replaceAll("/", "_")]);
  const seen = new Set<string>();
  return [...forms, ...url].filter(([, text]) => !seen.has(text) && seen.add(text));
}

/** Looks for secrets in one text after the other. */
export interface Searcher {
  /** Characters looked at so far. */
  readonly searched: () => number;
  readonly leaks: readonly Leak[];
  /** Looks for all secrets but those of these names. */
  look(where: string, text: string, allowed?: readonly string[]): void;
}

const AROUND = 60;

export function createSearcher(planted: readonly Planted[]): Searcher {
  const forms = planted.flatMap(({ name, secret }) =>
    formsOf(secret).map(([form, text]) => ({ name, form, text }))
  );
  const leaks: Leak[] = [], told = new Set<string>();
  let searched = 0;
  return {
    leaks,
    searched: () => searched,
    look(where, text, allowed = []) {
      searched += text.length;
      for (const { name, form, text: spelled } of forms) {
        const at = allowed.includes(name) ? -1 : text.indexOf(spelled);
        if (at < 0 || told.has(`${name} ${where}`)) continue;
        told.add(`${name} ${where}`);
        const around = text.slice(Math.max(0, at - AROUND), at + spelled.length + AROUND);
        leaks.push({ name, form, where, around: JSON.stringify(around) });
      }
    },
  };
}
