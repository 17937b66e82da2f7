import type { MiddlewareHandler } from "hono";
import { NONCE, secureHeaders } from "hono/secure-headers";

const SELF = "'self'";
const NONE = "'none'";
const REFUSED_FEATURES = {
  camera: [],
  microphone: [],
  geolocation: [],
  payment: [],
  usb: [],
  displayCapture: [],
};

/**
 * Headers of every answer: scripts and styles from here alone (inline ones only under the request's nonce), no frames, no
 * sniffing, no referrer, nothing kept by caches unless the answer says so itself.
 */
export function securityHeaders(isHttps: boolean): MiddlewareHandler[] {
  return [
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: [NONE],
        scriptSrc: [SELF, NONCE],
        styleSrc: [SELF, NONCE],
        imgSrc: [SELF, "data:"],
        fontSrc: [SELF],
        connectSrc: [SELF],
        manifestSrc: [SELF],
        formAction: [SELF],
        frameAncestors: [NONE],
        baseUri: [NONE],
      },
      xFrameOptions: "DENY",
      referrerPolicy: "no-referrer",
      permissionsPolicy: REFUSED_FEATURES,
      strictTransportSecurity: isHttps ? "max-age=31536000" : false,
    }),
    async (c, next) => {
      await next();
      if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
    },
  ];
}
