import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { extendPart, openPart, readPart } from "./data_part.ts";
import { Refusal } from "./exit.ts";

const QUERY = { source: "venue BTC candles 1m from then", toMs: 900 };

function withPath(test: (path: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(`${folder}/deep/x.part`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("openPart() begins a part, and goes on with what was added to it", () => {
  withPath((path) => {
    const part = openPart(path, QUERY, 100);
    deepStrictEqual([part.rows, part.nextMs], [[], 100]);
    extendPart(path, part, { nextMs: 300, rows: [[100, 0.1], [200, 5e-324]] });
    extendPart(path, part, { nextMs: 500, rows: [] });
    deepStrictEqual(openPart(path, QUERY, 100), part);
    deepStrictEqual([part.rows, part.nextMs], [[[100, 0.1], [200, 5e-324]], 500]);
  });
});

Deno.test("readPart() is the pages written whole, wherever a kill cut the file, and more can follow", () => {
  withPath((path) => {
    const part = openPart(path, QUERY, 100);
    extendPart(path, part, { nextMs: 200, rows: [[100, 1]] });
    const whole = Deno.readFileSync(path).length;
    extendPart(path, part, { nextMs: 300, rows: [[200, 2]] });
    const bytes = Deno.readFileSync(path);
    for (let length = whole; length < bytes.length; length++) {
      Deno.writeFileSync(path, bytes.subarray(0, length));
      const again = openPart(path, QUERY, 100);
      deepStrictEqual([again.rows, again.nextMs], [[[100, 1]], 200], `${length} bytes`);
      extendPart(path, again, { nextMs: 300, rows: [[200, 2]] });
      deepStrictEqual(readPart(path), part, `${length} bytes`);
    }
    Deno.writeFileSync(path, bytes.subarray(0, 10));
    strictEqual(readPart(path), null);
  });
});

Deno.test("openPart() refuses the half of another download", () => {
  withPath((path) => {
    openPart(path, QUERY, 100);
    for (const other of [{ ...QUERY, toMs: 901 }, { ...QUERY, source: "another" }]) {
      throws(
        () => openPart(path, other, 100),
        (error) => error instanceof Refusal && /delete the file/.test(error.message),
      );
    }
  });
});
