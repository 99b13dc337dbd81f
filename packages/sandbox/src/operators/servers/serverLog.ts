import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';

const KEPT = 256 * 1024;
const LARGEST = 2 * 1024 * 1024;

function tail(file: string, bytes: number): string {
  if (!existsSync(file)) return '';
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.min(size, bytes));
  const handle = openSync(file, 'r');
  try {
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
  } finally {
    closeSync(handle);
  }
  const text = buffer.toString('utf8');
  // The first line is cut when the file is longer than what was read.
  return size > bytes ? text.slice(text.indexOf('\n') + 1) : text;
}

export const sizeOfLog = (file: string): number =>
  existsSync(file) ? statSync(file).size : 0;

/** The text between two positions of a log file. */
export function readLog(file: string, from: number, to: number): string {
  if (to <= from || !existsSync(file)) return '';
  const buffer = Buffer.alloc(to - from);
  const handle = openSync(file, 'r');
  try {
    const read = readSync(handle, buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, read);
  } finally {
    closeSync(handle);
  }
}

/** The newest lines of a server's log file, oldest first. */
export const logLines = (file: string): string[] =>
  tail(file, KEPT).split('\n').filter(Boolean);

/** Last line that says something, for a reason why a server ended. */
export const lastLine = (file: string): string | undefined =>
  logLines(file).at(-1)?.trim();

/** Cuts a log file to its newest part when it has grown large; servers append, so they write on behind it. */
export function trimLog(file: string): void {
  if (!existsSync(file) || statSync(file).size < LARGEST) return;
  const kept = tail(file, KEPT);
  const handle = openSync(file, 'r+');
  try {
    ftruncateSync(handle, 0);
    writeSync(handle, kept, 0);
  } finally {
    closeSync(handle);
  }
}
