import { chmodSync, renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner can read; a reader sees the old content or all of the new. */
export function writePrivateFile(file: string, content: string): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
