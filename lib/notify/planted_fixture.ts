/** For tests: a text as an error or a log may hold it, and the part of it that nobody may read. */
export interface Planted {
  readonly text: string;
  readonly secret: string;
}

const plant = (before: string, secret: string, after = ""): Planted => ({
  ...{ text: before + secret + after, secret },
});

const KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";

/** For tests: secrets of every sort this program is given, in the words of libraries, venues and crashes. */
export const PLANTED: readonly Planted[] = [
  plant("getUpdates of ", "123456789:AAFplanted-Telegram_token-0123456789a"),
  plant(
    "POST https://api.telegram.org/bot",
    "987654321:AAH-planted_telegram_secret_00000",
    "/sendMessage: 502",
  ),
  plant("cannot connect to postgres://", "bulkhead:pl@nted-dsn", "@db.internal:5432/bulkhead"),
  plant("redis://", ":planted-redis", "@cache:6379 refused"),
  plant("smtp://", "bot:planted-smtp", "@mail.example.com:587"),
  plant("X-MBX-APIKEY: ", KEY),
  plant("request signed with ", KEY),
  plant("KC-API-PASSPHRASE: ", "planted-pass"),
  plant(
    "/fapi/v1/order?symbol=BTCUSDT&signature=",
    "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b28",
  ),
  plant('{"apiKey":"', "planted-key", '","x":1}'),
  plant('body "{\\"secret\\":\\"', "planted-nested", '\\"}"'),
  plant('{"secret": "', "planted-secret", '"}'),
  plant("DASHBOARD_TOKEN=", "planted-dashboard"),
  plant("password = ", "planted-password", ", user = x"),
  plant("authorization: Bearer ", "planted.bearer.token-000"),
  plant("Basic ", "cGxhbnRlZDpiYXNpYw==", " refused"),
  plant("cookie ", "eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.c2lnbmF0dXJl", " expired"),
  plant("", "-----BEGIN PRIVATE KEY-----\nplanted-pem\nMIGH\n-----END PRIVATE KEY-----", " unreadable"),
  plant("key ", "-----BEGIN EC PRIVATE KEY-----\nplanted-cut-pem"),
];

/** For tests: texts of the product that hold nothing secret, and look a little like it. */
export const HARMLESS: readonly string[] = [
  "BTC/USDT:USDT: stop order (stop_market to sell 0.012 BTC at 60900 USDT) was refused: -2021 would trigger",
  "alive at 2024-01-01 01:00 UTC: equity 10012.30 USDT, wallet 10005.00 USDT, 1 position with 45.00 USDT at risk",
  "message symbol/paper/BTC/USDT:USDT#123456 crashes it: the message was set aside",
  "RRs0ABCDEFGHJKLMNPQRSTVWXYZ2345 has no answer: the venue is asked before anything else is sent",
  "result 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 of 1234 lines",
  "configuration v3: applied by admin: risk.risk_per_trade_pct = 0.4, exits.trailing_atr = 2.5",
  "rr:BTC/USDT:USDT:1704067200000:trend_pullback:long denied: max_open_risk, 3 checks pass: 12 of 15",
  "see https://hooks.example.com/status and ops@example.com",
];
