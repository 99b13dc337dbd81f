import { readFile } from 'node:fs/promises';

/** Reads a file that config names; the error says which file and what is wrong with it. */
export async function readConfiguredFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Error(
      code === 'ENOENT'
        ? `file ${file} does not exist`
        : `file ${file} cannot be read (${code})`,
    );
  }
}

/** Reads a bearer token from a file; editors and `echo` leave a line end that must not go into a header. */
export async function readToken(file: string): Promise<string> {
  const token = (await readConfiguredFile(file)).trim();
  if (!token || /[^\x21-\x7e]/.test(token)) {
    throw new Error(`token file ${file} does not hold a token`);
  }
  return token;
}
