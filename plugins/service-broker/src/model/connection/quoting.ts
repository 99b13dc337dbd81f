/** A word of a POSIX shell, whatever it holds. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

/**
 * A value of a `.env` file that `sh`, docker compose and the dotenv libraries read alike: bare where nothing is special,
 * single-quoted (literal) where it holds no single quote, double-quoted with escapes otherwise. Line breaks stay in the quotes.
 */
export function envValue(text: string): string {
  if (/^[A-Za-z0-9_@%+:,./-]+$/.test(text)) return text;
  if (!text.includes(`'`)) return `'${text}'`;
  return `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}

/**
 * A YAML scalar. JSON strings are valid YAML; the characters that YAML's double quotes do not take as they are (line
 * separators, DEL and C1 controls, byte order mark, lone surrogates) are escaped.
 */
export function yamlScalar(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value of a Java `.properties` file. */
export function propertiesValue(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/^ /, '\\ ')
    .replace(
      /[^\x20-\x7e]/g,
      character =>
        `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** A quoted value inside a JAAS configuration line. */
export function jaasValue(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
