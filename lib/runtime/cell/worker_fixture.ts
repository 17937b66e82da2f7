/// <reference lib="deno.worker" />
/** A worker that speaks the protocol by hand and does what packets of the kind "Do" say. */
import type { Boot, CrashReport, Packet, PacketBody, WorkerCommand, WorkerReport } from "../tree/protocol.ts";
import { type Deed, DO } from "./deeds_fixture.ts";
import { tryEverything } from "./permission_probe_fixture.ts";

interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable: boolean },
    hold: (lock: unknown) => Promise<void>,
  ): Promise<void>;
}

const { locks } = navigator as unknown as { readonly locks: Locks };
const ports = new Map<string, MessagePort>();
let boot: Boot;
let busySinceMs: number | null = null;
let beats: ReturnType<typeof setInterval>;

function say(report: WorkerReport): void {
  self.postMessage(report);
}

function note(text: unknown): void {
  say({ kind: "Note", note: text });
}

self.onmessage = ({ data }: MessageEvent<WorkerCommand>) => {
  if (data.kind === "Boot") return begin(data.boot);
  if (data.kind === "Carry") return data.packets.forEach(receive);
  if (data.kind === "PeerPort") return takePort(data.worker, data.incarnation, data.port);
  clearInterval(beats);
  say({ kind: "Stopped" });
  self.close();
};

function begin(order: Boot): void {
  boot = order;
  const { spec, incarnation, timing } = boot;
  const deed = spec.actors[0]?.kind;
  if (deed === "throw_at_boot") throw new Error("bad start");
  if (deed === "loop_at_boot") { for (;;); }
  if (deed === "close_at_boot") return self.close();
  void locks.request(`worker:${spec.id}#${incarnation}`, { ifAvailable: true }, (lock) => {
    if (lock === null) return Promise.resolve(self.close());
    say({ kind: "Locked" });
    if (deed === "silent_start") return new Promise(() => {});
    say({ kind: "Ready", actors: [] });
    beat();
    beats = setInterval(beat, timing.heartbeatMs);
    return new Promise(() => {});
  });
}

function beat(): void {
  const busyMs = busySinceMs === null ? 0 : performance.now() - busySinceMs;
  say({
    kind: "Beat",
    metrics: {
      takenMs: Date.now(),
      ...{ busyMs, isIdle: busyMs === 0, deadLetters: {}, staleWrites: 0, actors: [] },
    },
  });
}

function takePort(worker: string, incarnation: number, port: MessagePort): void {
  ports.set(worker, port);
  port.onmessage = ({ data }) => note({ from: worker, incarnation, data });
  note({ portTo: worker, incarnation });
}

function receive({ from, body }: Packet): void {
  const { kind } = body as { readonly kind: string };
  if (kind !== DO) note({ from, body });
  else act(body as unknown as Deed);
}

function crash(): CrashReport {
  const reason = { kind: "crash", detail: "in its own words" } as const;
  return { reason, name: "Error", message: "in its own words", stack: "", cause: "", handling: null };
}

function act({ what, to = "" }: Deed): void {
  switch (what) {
    case "throw":
      throw new Error("boom");
    case "reject":
      return void Promise.reject(new Error("boom"));
    case "crash":
      say({ kind: "Crashed", report: crash() });
      return self.close();
    case "crash_and_throw":
      say({ kind: "Crashed", report: crash() });
      throw new Error("the same, not caught");
    case "close":
      return self.close();
    case "exit":
      return Deno.exit(3);
    case "end":
      say({ kind: "Stopped" });
      return self.close();
    case "loop":
      note("looping");
      for (;;);
    case "loop_microtasks":
      note("looping");
      return void loopOnMicrotasks();
    case "fill_heap":
      return fillHeap();
    case "hang":
      busySinceMs = performance.now();
      return;
    case "mute":
      return clearInterval(beats);
    case "try_everything":
      return void tryEverything().then(note);
    case "send":
      return say({
        kind: "Carry",
        packets: [{ to, from: boot.spec.id, incarnation: boot.incarnation, body: HELLO }],
      });
    case "want_port":
      return say({ kind: "WantPort", worker: to });
    case "post_on_port":
      return ports.get(to)!.postMessage("over the port");
  }
}

const HELLO: PacketBody = { kind: "PeerGone", worker: "hello" };

async function loopOnMicrotasks(): Promise<void> {
  for (;;) await null;
}

function fillHeap(): void {
  const kept: number[][] = [];
  for (;;) kept.push(new Array(10_000).fill(kept.length + 0.5));
}
