/** For tests: a certificate that nobody but its holder signed, and its key, in PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const TAG = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
};
const OID = {
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  commonName: [0x55, 0x04, 0x03],
  altName: [0x55, 0x1d, 0x11],
};
/** In a subjectAltName: a DNS name, an address. */
const ALT = { name: 0x82, address: 0x87 };

/** For tests: makes a certificate for this name and 127.0.0.1, valid this century (X.509 v3, RFC 5280; P-256). */
export async function createCertificate(name: string): Promise<TestCertificate> {
  const pair = await crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const algorithm = der(TAG.sequence, der(TAG.oid, OID.ecdsaWithSha256));
  const words = (text: string) => new TextEncoder().encode(text);
  const subject = der(
    TAG.sequence,
    der(TAG.set, der(TAG.sequence, der(TAG.oid, OID.commonName), der(TAG.utf8, words(name)))),
  );
  const names = der(TAG.sequence, der(ALT.name, words(name)), der(ALT.address, [127, 0, 0, 1]));
  const extensions = der(TAG.sequence, der(TAG.sequence, der(TAG.oid, OID.altName), der(TAG.octets, names)));
  const dates = [words("20000101000000Z"), words("20991231235959Z")].map((text) => der(TAG.time, text));
  const body = der(
    TAG.sequence,
    der(0xa0, der(TAG.integer, [2])),
    der(TAG.integer, [1]),
    ...[algorithm, subject, der(TAG.sequence, ...dates), subject, publicKey, der(0xa3, extensions)],
  );
  const signed = new Uint8Array(await crypto.subtle.sign(ECDSA, pair.privateKey, body));
  const whole = der(TAG.sequence, body, algorithm, der(TAG.bits, [0], signatureOf(signed)));
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  return { cert: pem("CERTIFICATE", whole), key: pem("PRIVATE KEY", key) };
}

/** r and s side by side, as WebCrypto gives them, become two integers. */
const signatureOf = (raw: Uint8Array): Uint8Array<ArrayBuffer> =>
  der(
    TAG.sequence,
    ...[raw.subarray(0, 32), raw.subarray(32)].map((half) => der(TAG.integer, positive(half))),
  );

function positive(bytes: Uint8Array): number[] {
  const digits = [...bytes];
  while (digits.length > 1 && digits[0] === 0) digits.shift();
  return digits[0] >= 0x80 ? [0, ...digits] : digits;
}

function der(tag: number, ...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const content = parts.flatMap((part) => Array.from(part));
  const { length } = content;
  const size = length < 0x80
    ? [length]
    : length < 0x100
    ? [0x81, length]
    : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...size, ...content]);
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = bytes.toBase64().match(/.{1,64}/g)!.join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
