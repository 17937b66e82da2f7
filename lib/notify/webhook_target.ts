import { err, ok, type Result } from "../core/mod.ts";

/** Where a webhook is posted to: exactly here. */
export interface WebhookTarget {
  /** Without user and password: fetch() refuses them, and they belong in a header. */
  readonly url: string;
  /** Value of the authorization header; null if the URL has no user. */
  readonly authorization: string | null;
  /** `host:port`, as a net permission is written. */
  readonly host: string;
}

const LOOPBACK =
  "it leads to this machine or its network segment: set notify.webhook.allow_loopback if that is meant";

/**
 * Reads the URL of a webhook. Only http and https; this machine and link-local addresses (where clouds keep credentials)
 * only if allowed. Names are not looked up: what a name leads to is for the net permission and the network to say. The refusal
 * never repeats the URL, which is a secret.
 */
export function webhookTarget(text: string, allowLoopback: boolean): Result<WebhookTarget, string> {
  const url = URL.parse(text.trim());
  if (url === null) return err("Webhook URL refused: it is no absolute URL");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return err("Webhook URL refused: it must begin with https:// or http://");
  }
  if (!allowLoopback && isLocal(url.hostname)) return err(`Webhook URL refused: ${LOOPBACK}`);
  const { username, password } = url;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const host = `${url.hostname}:${port}`;
  const authorization = username === "" && password === ""
    ? null
    : `Basic ${new TextEncoder().encode(`${unescaped(username)}:${unescaped(password)}`).toBase64()}`;
  url.username = url.password = url.hash = "";
  return ok({ url: url.href, authorization, host });
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const LOCAL_NAME_REGEXP = /(?:^|\.)localhost\.?$/;
/** The URL parser writes every form of an IPv4 address (hexadecimal, one number, missing parts) in four decimals. */
const LOCAL_IPV4_REGEXP = /^(?:127|0)\.|^169\.254\./;
/** Unspecified, loopback, link-local, and IPv4 in IPv6 of the ones above. */
const LOCAL_IPV6_REGEXP = /^\[(?:::1?|fe[89ab][0-9a-f]:.*|::ffff:(?:7f|a9fe:|0:|[0-9a-f]{1,2}:).*)\]$/;

const LOOPBACK_REGEXP = /^(?:(?:.*\.)?localhost\.?|127\..*|\[(?:::1|::ffff:7f[0-9a-f]{2}:.*)\])$/;

/** True for this machine alone: what is sent there crosses no network. */
export const isLoopback = (hostname: string): boolean => LOOPBACK_REGEXP.test(hostname);

/** True for this machine and link-local addresses, in every spelling the URL parser leaves. */
export function isLocal(hostname: string): boolean {
  return LOCAL_NAME_REGEXP.test(hostname) || LOCAL_IPV4_REGEXP.test(hostname) ||
    LOCAL_IPV6_REGEXP.test(hostname);
}
