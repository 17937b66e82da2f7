// A PostgreSQL server that a test may freeze, stop and start.

export interface OwnServer extends AsyncDisposable {
  readonly url: string;
  /** "stop" is as after a crash; "freeze" stops all its processes where they are. */
  control(action: "stop" | "start" | "freeze" | "thaw"): void;
  /** The same, so long after now, while this thread does something else. */
  controlLater(action: "stop" | "freeze", afterMs: number): Promise<void>;
}

/** Starts it; it ends with the test, or with this process. */
export async function startServer(): Promise<OwnServer> {
  const script = new URL("../../../tools/with_postgres.sh", import.meta.url).pathname;
  // reads until this process closes the pipe, which it also does when it dies
  const inside = 'echo "$TEST_DATABASE_URL $TEST_PG_CTL"; cat > /dev/null';
  const child = new Deno.Command(script, { args: ["sh", "-c", inside], stdin: "piped", stdout: "piped" })
    .spawn();
  const [url, ctl] = (await firstLine(child.stdout)).split(" ");
  return {
    url,
    control: (action) => {
      const { success } = new Deno.Command(ctl, { args: [action], stdout: "null" }).outputSync();
      if (!success) throw new Error(`Cannot ${action} the server`);
    },
    controlLater: async (action, afterMs) => {
      const line = `sleep ${afterMs / 1000}; exec ${ctl} ${action}`;
      await new Deno.Command("sh", { args: ["-c", line], stdout: "null" }).output();
    },
    [Symbol.asyncDispose]: async () => {
      await child.stdin.close();
      await child.status;
    },
  };
}

async function firstLine(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("Cannot start a server: tools/with_postgres.sh ended");
    text += value;
  }
  await reader.cancel();
  return text.split("\n")[0];
}
