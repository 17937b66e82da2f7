/**
 * Judges the pure files of a project and their allow markers: a function of text, without a file system.
 *
 * @module
 */

import { type ImpureUse, impureUsesOf } from "./impure_uses.ts";
import { PURE_ROOMS, type PureRoom } from "./purity_rules.ts";
import type { Breach } from "./report.ts";
import { isTest, type Sources } from "./sources.ts";
import { type Comment, tokenize } from "./tokens.ts";

/** The outcome: breaches sorted by place, how much was looked at, and how much was let pass by a marker. */
export interface PurityVerdict {
  readonly breaches: readonly Breach[];
  /** Files read, pure or not. */
  readonly files: number;
  /** Files judged. */
  readonly pureFiles: number;
  /** Uses and whole files that a marker allows. */
  readonly allowed: number;
}

interface FileVerdict {
  readonly breaches: readonly Breach[];
  readonly allowed: number;
}

const LINE_MARKER_REGEXP = /^\/\/\s*impure-ok:\s*(.*)$/;
const FILE_MARKER_REGEXP = /^\/\/\s*impure-file:\s*(.*)$/;

/** Judges every non-test file of the pure rooms. */
export function judgePurity(sources: Sources): PurityVerdict {
  const breaches: Breach[] = [];
  let pureFiles = 0;
  let allowed = 0;
  for (const [file, text] of Object.entries(sources)) {
    const room = pureRoomOf(file);
    if (room === undefined) continue;
    pureFiles += 1;
    const verdict = judgeFile(file, text, room);
    breaches.push(...verdict.breaches);
    allowed += verdict.allowed;
  }
  return { breaches, files: Object.keys(sources).length, pureFiles, allowed };
}

function pureRoomOf(file: string): PureRoom | undefined {
  if (isTest(file)) return undefined;
  return PURE_ROOMS.find((room) => room.files.test(file) && !room.except?.test(file));
}

function judgeFile(file: string, text: string, room: PureRoom): FileVerdict {
  if (file.endsWith("x")) {
    const why = "is markup in a pure room, which this check does not read; keep pure rooms in .ts";
    return { breaches: [{ file, line: 1, text: why }], allowed: 0 };
  }
  const { code, comments } = tokenize(text);
  const stepOut = comments.find((comment) => FILE_MARKER_REGEXP.test(comment.text));
  if (stepOut !== undefined) return judgeStepOut(file, stepOut, room);
  return judgeUses(file, impureUsesOf(code, room.mayAwait), comments);
}

function judgeStepOut(file: string, comment: Comment, room: PureRoom): FileVerdict {
  const reason = FILE_MARKER_REGEXP.exec(comment.text)?.[1].trim();
  const refuse = (text: string): FileVerdict => ({
    breaches: [{ file, line: comment.line, text }],
    allowed: 0,
  });
  if (!room.mayStepOut) {
    return refuse(
      "marks the whole file impure, which this room does not allow; mark the single lines or move it",
    );
  }
  if (!reason) return refuse('marks the file impure without a reason; write "// impure-file: <reason>"');
  return { breaches: [], allowed: 1 };
}

/** A marker lets one use on its own line pass; without a use there, or without a reason, it is a breach itself. */
function judgeUses(file: string, uses: readonly ImpureUse[], comments: readonly Comment[]): FileVerdict {
  const breaches: Breach[] = [];
  const open = new Map<number, string>();
  for (const comment of comments) {
    const reason = LINE_MARKER_REGEXP.exec(comment.text)?.[1].trim();
    if (reason !== undefined) open.set(comment.line, reason);
  }
  let allowed = 0;
  for (const { line, name, why } of uses) {
    const reason = open.get(line);
    open.delete(line);
    if (reason) allowed += 1;
    else if (reason === "") {
      breaches.push({
        file,
        line,
        text: `uses ${name}: its marker gives no reason; write "// impure-ok: <reason>"`,
      });
    } else breaches.push({ file, line, text: `uses ${name}: ${why}` });
  }
  for (const line of open.keys()) {
    breaches.push({
      file,
      line,
      text: "has an impure-ok marker but no impure use on its line; remove the marker",
    });
  }
  return { breaches: breaches.sort((a, b) => a.line - b.line), allowed };
}
