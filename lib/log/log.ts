import { isWritten, type Level } from "./level.ts";
import { hiddenText, jsonText, quoted } from "./json_text.ts";
import { createRedactor, type Redactor } from "./redactor.ts";
import { isSecretName } from "./secret_names.ts";

/**
 * What a line tells beside its event. `trace` is the correlation id, one from a bar to its fills; `component` who tells it.
 */
export type Fields = Readonly<Record<string, unknown>> & {
  readonly trace?: string;
  readonly component?: string;
};

/** Writes events. Nothing here throws, whatever is told and wherever lines go. */
export interface Log {
  /** `event` is a fact in past tense without data in it: "order_sent". */
  debug(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
  /** The same log with fields on every line; a line's own go before them. */
  child(fields: Fields): Log;
  /** Whether lines of a level are written: to leave out what is costly to tell. */
  isOn(level: Level): boolean;
}

export interface LogOptions {
  /** json: for machines, one object a line. text: for people. */
  readonly format: "text" | "json";
  /** Takes whole lines, each with its end. What it throws is counted, and told by the next line that is written. */
  readonly write: (line: string) => void;
  readonly nowMs: () => number;
  /** Least level that is written. @default info */
  readonly level?: Level | "off";
  /** @default {one that knows no secrets but by their names and looks} */
  readonly redact?: Redactor;
  /** On every line. */
  readonly fields?: Fields;
}

/** Said by the log itself; a field of such a name gets a stroke behind it. */
const OWN = new Set(["time", "level", "event", "lost_lines"]);
/** The order in which a line begins. */
const FIRST = ["component", "trace"] as const;

interface Writer {
  readonly options: Required<Omit<LogOptions, "fields">>;
  /** Lines that `write` refused since the last one it took. */
  lost: number;
}

/** A log that writes through `write`. A level that is off costs a call of an empty function. */
export function createLog(options: LogOptions): Log {
  const { level = "info", redact = createRedactor(), fields = {} } = options;
  return logOf({ options: { ...options, level, redact }, lost: 0 }, fields);
}

function logOf(writer: Writer, always: Fields): Log {
  const { level: least } = writer.options;
  const at = (level: Level) =>
    isWritten(level, least)
      ? (event: string, fields?: Fields) => put(writer, level, event, always, fields)
      : silent;
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => logOf(writer, { ...always, ...fields }),
    isOn: (level) => isWritten(level, least),
  };
}

function silent(): void {}

function put(writer: Writer, level: Level, event: string, always: Fields, fields: Fields = {}): void {
  const { format, redact, nowMs, write } = writer.options;
  try {
    const members = membersOf(always, fields, redact);
    if (writer.lost > 0) members.push(["lost_lines", String(writer.lost)]);
    const time = timeText(nowMs());
    write(
      format === "json"
        ? jsonLine(time, level, quoted(event, redact), members)
        : textLine(time, level, event, members, redact),
    );
    writer.lost = 0;
  } catch {
    // a log that cannot be written must not stop what it tells of
    writer.lost += 1;
  }
}

/** Names and JSON texts of a line's fields, those everybody looks for first. */
function membersOf(always: Fields, fields: Fields, redact: Redactor): [string, string][] {
  const all: Record<string, unknown> = Object.assign(Object.create(null), always, fields);
  const names = Object.keys(all).filter((name) => !(FIRST as readonly string[]).includes(name));
  return [...FIRST.filter((name) => all[name] !== undefined), ...names].map((name) => {
    const value = isSecretName(name) ? hiddenText(all[name]) : jsonText(all[name], redact);
    return [OWN.has(name) ? `${name}_` : redact.text(name), value];
  });
}

function jsonLine(time: string, level: Level, event: string, members: readonly [string, string][]): string {
  const rest = members.map(([name, text]) => `,${oneLineJson(name)}:${text}`).join("");
  return `{"time":"${time}","level":"${level}","event":${event}${rest}}\n`;
}

const oneLineJson = (name: string): string => quoted(name, PLAIN);
/** Names are redacted before. */
const PLAIN: Redactor = { text: (text) => text, register: () => {} };

const BARE_REGEXP = /^"[\w./:@+\[\]-]+"$/;

function textLine(
  time: string,
  level: Level,
  event: string,
  members: readonly [string, string][],
  redact: Redactor,
): string {
  const bare = (text: string) => BARE_REGEXP.test(text) ? text.slice(1, -1) : text;
  const rest = members.map(([name, text]) => ` ${bare(oneLineJson(name))}=${bare(text)}`).join("");
  return `${time} ${level.toUpperCase().padEnd(5)} ${bare(quoted(event, redact))}${rest}\n`;
}

function timeText(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : "unknown";
}
