import type { AdminPorts } from "../ports.ts";

/** A port that threw: the store behind it cannot be read, or the root is gone. */
export class PortFailure extends Error {
  constructor(port: string, cause: unknown) {
    super(`The port ${port} failed`, { cause });
  }
}

/** The same ports, whose failures can be told from ours. */
export function guardPorts(ports: AdminPorts): AdminPorts {
  return new Proxy(ports, {
    get(target, name) {
      const port = Reflect.get(target, name);
      if (typeof port !== "function") return port;
      return (...args: unknown[]) => {
        try {
          const given = port.apply(target, args);
          return given instanceof Promise
            ? given.catch((cause) => Promise.reject(new PortFailure(String(name), cause)))
            : given;
        } catch (cause) {
          throw new PortFailure(String(name), cause);
        }
      };
    },
  });
}
