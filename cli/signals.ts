/** SIGINT and SIGTERM ask for an ordered stop. */
export interface SignalWatch {
  isAsked(): boolean;
  unwatch(): void;
}

/** Watches from now on; `onAsked` is called once, with the first of them. */
export function watchSignals(onAsked: () => void = () => {}): SignalWatch {
  let asked = false;
  const ask = () => {
    if (!asked) onAsked();
    asked = true;
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, ask);
  return {
    isAsked: () => asked,
    unwatch: () => {
      for (const signal of signals) Deno.removeSignalListener(signal, ask);
    },
  };
}
