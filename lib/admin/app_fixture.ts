import { type AdminApp, createAdminApp } from "./app.ts";
import { createFakePorts, type FakePorts } from "./fake_ports_fixture.ts";
import type { AdminOptions } from "./options.ts";
import { type AdminConfig, adminConfig } from "./schema.ts";
import type { AdminFault } from "./api/parts.ts";

/** The token of the servers in tests. */
export const TOKEN = "a-token-of-the-tests-0123456789";

/** A server over an invented run, with what it logs and the clock it reads. */
export interface TestAdmin {
  readonly admin: AdminApp;
  readonly ports: FakePorts;
  readonly faults: AdminFault[];
  readonly clock: { nowMs: number };
  /** Asks without a socket: with the token, unless the headers say otherwise. */
  ask(method: string, path: string, asked?: Asked): Promise<Response>;
}

/** What a request of a test says beside its method and path. */
export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text as it is. */
  readonly body?: unknown;
  /** @default true */
  readonly hasToken?: boolean;
  readonly from?: string;
}

/** A test's part of the options. */
export interface TestAdminSpec {
  readonly config?: Partial<AdminConfig>;
  readonly ports?: Partial<FakePorts>;
  readonly options?: Partial<AdminOptions>;
}

/** Makes a server without pages, with the defaults, changed where a test says so. */
export function createTestAdmin(spec: TestAdminSpec = {}): TestAdmin {
  const ports = { ...createFakePorts(), ...spec.ports };
  const faults: AdminFault[] = [];
  const clock = { nowMs: Date.UTC(2024, 5, 1) };
  const admin = createAdminApp(ports, {
    ...{ config: { ...adminConfig.parse({}), ...spec.config }, token: TOKEN, version: "0.0.0" },
    hasPages: false,
    ...{ log: (fault) => void faults.push(fault), nowMs: () => clock.nowMs },
    ...spec.options,
  });
  return {
    ...{ admin, ports, faults, clock },
    ask(method, path, { headers = {}, body, hasToken = true, from = "127.0.0.1" } = {}) {
      const all = new Headers(hasToken ? { authorization: `Bearer ${TOKEN}` } : {});
      if (body !== undefined) all.set("content-type", "application/json");
      for (const [name, value] of Object.entries(headers)) all.set(name, value);
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const request = { method, headers: all, ...(body === undefined ? {} : { body: text }) };
      const remoteAddr = { transport: "tcp", hostname: from, port: 50_000 };
      return Promise.resolve(admin.hono.request(path, request, { remoteAddr }));
    },
  };
}
