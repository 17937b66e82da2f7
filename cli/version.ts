/** Version of this program, from its manifest. */
export function version(): string {
  const manifest: { version: string } = JSON.parse(
    Deno.readTextFileSync(new URL("../deno.json", import.meta.url)),
  );
  return manifest.version;
}
