const INTERRUPT = 3;
const END_OF_FILE = 4;
const BACKSPACES = new Set([8, 127]);

/** Lines of a terminal or a pipe. A terminal shows what is typed, as its driver would; `undefined` at its end. */
export async function* readLines(
  input: AsyncIterable<Buffer>,
  terminal: { echo(text: string): void } | undefined,
): AsyncGenerator<string> {
  let line = '';
  for await (const chunk of input) {
    for (const char of chunk.toString('utf8')) {
      const code = char.charCodeAt(0);
      if (char === '\r' || char === '\n') {
        terminal?.echo('\r\n');
        yield line;
        line = '';
      } else if (terminal && code === END_OF_FILE) {
        if (!line) return;
      } else if (terminal && code === INTERRUPT) {
        terminal.echo('^C\r\n');
        line = '';
        yield '';
      } else if (terminal && BACKSPACES.has(code)) {
        if (line) terminal.echo('\b \b');
        line = line.slice(0, -1);
      } else {
        line += char;
        terminal?.echo(char);
      }
    }
  }
  if (line) yield line;
}
