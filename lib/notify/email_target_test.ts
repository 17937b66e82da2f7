import assert from "node:assert/strict";
import { emailAt } from "./email_fixture.ts";
import { createEmail, type EmailOptions } from "./email.ts";
import { emailTarget } from "./email_target.ts";

const OUT: Partial<EmailOptions> = { host: "smtp.example.com", security: "starttls", allowLoopback: false };

Deno.test("emailTarget() takes a server out there by STARTTLS or TLS, and this machine if allowed", () => {
  const cases: [Partial<EmailOptions>, string][] = [
    [OUT, "smtp.example.com:587"],
    [{ ...OUT, security: "tls", port: 465, host: "SMTP.Example.com" }, "smtp.example.com:465"],
    [{ ...OUT, host: "2001:db8::1" }, "[2001:db8::1]:587"],
    [{ ...OUT, host: "localhost", allowLoopback: true }, "localhost:587"],
    [{ host: "127.1", port: 25 }, "127.0.0.1:25"],
    [{ host: "::1", port: 25 }, "[::1]:25"],
    [{ ...OUT, to: ["a@example.com", "o'hara+x@sub.example.org"] }, "smtp.example.com:587"],
  ];
  for (const [change, host] of cases) {
    assert.deepEqual(emailTarget(emailAt(587, change)), { ok: true, value: { host } });
  }
});

Deno.test("emailTarget() refuses what is not safe or not one address, and repeats none of it", () => {
  const cases: [Partial<EmailOptions>, RegExp][] = [
    [{ ...OUT, host: "" }, /a host name and a port/],
    [{ ...OUT, host: "s3cret@smtp.example.com" }, /a host name and a port/],
    [{ ...OUT, host: "smtp.example.com/s3cret" }, /a host name and a port/],
    [{ ...OUT, host: "smtp.example.com\r\ns3cret" }, /a host name and a port/],
    [{ ...OUT, port: 0 }, /a host name and a port/],
    [{ ...OUT, port: 70_000 }, /a host name and a port/],
    [{ ...OUT, host: "localhost" }, /allow_loopback/],
    [{ ...OUT, host: "0x7f000001" }, /allow_loopback/],
    [{ ...OUT, host: "169.254.169.254" }, /allow_loopback/],
    [{ ...OUT, security: "none" }, /security none/],
    [{ ...OUT, security: "none", allowLoopback: true }, /security none/],
    [{ host: "169.254.1.1", security: "none" }, /security none/],
    [{ ...OUT, from: "s3cret" }, /'from'/],
    [{ ...OUT, from: "a@b\r\nBcc: s3cret@example.com" }, /'from'/],
    [{ ...OUT, to: [] }, /'to'/],
    [{ ...OUT, to: ["a@example.com, s3cret@example.com"] }, /'to'/],
    [{ ...OUT, to: ["a@example.com", "S3cret <s3cret@example.com>"] }, /'to'/],
  ];
  for (const [change, expected] of cases) {
    const options = emailAt(587, change);
    const refused = emailTarget(options);
    assert.ok(!refused.ok, JSON.stringify(change));
    assert.match(refused.error, expected);
    assert.doesNotMatch(refused.error, /s3cret/i);
    assert.throws(() => createEmail(options), TypeError);
  }
});
