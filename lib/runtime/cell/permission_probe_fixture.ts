/** What came of each attempt, by permission: "done", or the name of the error. */
export type Attempts = Readonly<Record<string, string>>;

/** Tries one thing per permission, from the inside. */
export async function tryEverything(): Promise<Attempts> {
  const deeds: Readonly<Record<string, () => unknown>> = {
    net: () => Deno.connect({ hostname: "127.0.0.1", port: 9 }),
    env: () => Deno.env.get("HOME"),
    read: () => Deno.readTextFileSync("/etc/hostname"),
    write: () => Deno.writeTextFileSync("cannot_be_written.txt", ""),
    run: () => new Deno.Command("/bin/true").outputSync(),
    ffi: () => Deno.dlopen("libc.so.6", {}),
    sys: () => Deno.hostname(),
    kill: () => Deno.kill(Deno.ppid, "SIGCONT"),
    own_source: () => Deno.readTextFileSync(new URL(import.meta.url)),
  };
  const attempts: Record<string, string> = {};
  for (const [name, deed] of Object.entries(deeds)) attempts[name] = await tryOne(deed);
  return attempts;
}

async function tryOne(deed: () => unknown): Promise<string> {
  try {
    await deed();
    return "done";
  } catch (error) {
    return (error as Error).name;
  }
}
