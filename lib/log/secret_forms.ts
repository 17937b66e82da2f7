/** Shorter ones are too common as words to be blotted out wherever they occur. */
export const MIN_SECRET = 4;
/** Shorter ones have too little in the middle of their base64 to be told from other text. */
const MIN_INNER_BASE64 = 8;

/**
 * The ways a secret is spelled when it is put into other text: as it is, percent-encoded, in JSON within JSON, in HTML, as
 * hexadecimal digits, as base64 by itself and as a part of more. Nothing for one shorter than four characters.
 */
export function formsOf(secret: string): string[] {
  if (secret.length < MIN_SECRET) return [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  const percent = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  const bytes = new TextEncoder().encode(secret);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const forms = [
    ...[secret, secret.trim(), escaped, JSON.stringify(escaped).slice(1, -1)],
    ...[percent, lowerEscapes(percent), encodeURI(secret.toWellFormed()), form, lowerEscapes(form)],
    ...[htmlOf(secret), hex, hex.toUpperCase(), decoded(secret), secret.toWellFormed()],
    ...base64Of(bytes),
  ];
  return [...new Set(forms)].filter((text) => text.length >= MIN_SECRET);
}

const lowerEscapes = (text: string): string => text.replace(/%[\dA-F]{2}/g, (found) => found.toLowerCase());

const htmlOf = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Base64 of the bytes alone, and of what of them does not depend on the bytes before and after; both alphabets. */
function base64Of(bytes: Uint8Array): string[] {
  const whole = base64(bytes).replace(/=+$/, "");
  const inner = bytes.length < MIN_INNER_BASE64 ? [] : [0, 1, 2].map((before) => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    const first = Math.ceil(before * 8 / 6), last = Math.floor(shifted.length * 8 / 6);
    return base64(shifted).slice(first, last);
  });
  return [whole, ...inner].flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]);
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
