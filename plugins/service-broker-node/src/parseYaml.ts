import { isCollection, LineCounter, parseDocument, type Document } from 'yaml';
import type { ProblemCollector } from './model/ProblemCollector';

/** Far more than an offering needs, far less than hurts. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_ALIASES = 50;
const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

/** A parsed file, and where things stand in it. */
export interface ParsedYaml {
  value: unknown;
  /** Line of a path such as `spec.plans[1].name`, or of the nearest parent that the file has. */
  lineOf(field: string): number | undefined;
}

function stepsOf(field: string): (string | number)[] {
  return [
    ...field.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g),
  ].map(([, index, quoted, plain]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? plain : JSON.parse(`"${quoted}"`);
  });
}

function lineFinder(document: Document, lines: LineCounter) {
  return (field: string): number | undefined => {
    const steps = stepsOf(field);
    for (let length = steps.length; length >= 0; length--) {
      const node: unknown = document.getIn(steps.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node) {
        const range = (node as { range?: [number, number, number] }).range;
        if (range) return lines.linePos(range[0]).line;
      }
    }
    return undefined;
  };
}

function forbiddenKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    if (!Array.isArray(value) && FORBIDDEN_KEYS.includes(key)) return key;
    const inner = forbiddenKey(entry);
    if (inner) return inner;
  }
  return undefined;
}

/** Reads one YAML document. Never throws; what is wrong goes to `problems`. */
export function parseYaml(
  text: string,
  problems: ProblemCollector,
): ParsedYaml | undefined {
  if (text.length > MAX_CHARACTERS) {
    problems.add('', 'too-large', 'the file is larger than 256 KiB');
    return undefined;
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines });
    for (const error of document.errors) {
      const [line] = [lines.linePos(error.pos[0]).line];
      problems.add('', 'yaml-syntax', error.message.split('\n')[0], { line });
    }
    if (!problems.empty) return undefined;
    if (!isCollection(document.contents)) {
      problems.add('', 'yaml-syntax', 'the file holds no YAML mapping');
      return undefined;
    }
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const key = forbiddenKey(value);
    if (key) {
      problems.add('', 'yaml-syntax', `the key ${key} is not allowed`);
      return undefined;
    }
    return { value, lineOf: lineFinder(document, lines) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.add('', 'yaml-syntax', reason.split('\n')[0]);
    return undefined;
  }
}
