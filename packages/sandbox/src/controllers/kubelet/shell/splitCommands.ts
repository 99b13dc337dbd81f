/** One simple command of a line, and whether it runs only if the one before it succeeded or failed. */
export interface SimpleCommand {
  after: 'always' | 'success' | 'failure';
  words: string[];
}

/** Splits a shell line at `;`, `&&` and `||` into words, with quotes and `$NAME`. Pipes and redirections are not known. */
export function splitCommands(
  line: string,
  variable: (name: string) => string,
): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let current: SimpleCommand = { after: 'always', words: [] };
  let word: string | undefined;
  let quote = '';
  const endWord = () => {
    if (word !== undefined) current.words.push(word);
    word = undefined;
  };
  const endCommand = (after: SimpleCommand['after']) => {
    endWord();
    if (current.words.length) commands.push(current);
    current = { after, words: [] };
  };
  for (let i = 0; i < line.length; i += 1) {
    const char = line[i];
    const expanded =
      char === '$' && quote !== "'"
        ? /^\$(?:\{(\w+)\}|(\w+))/.exec(line.slice(i))
        : null;
    if (expanded) {
      word = (word ?? '') + variable(expanded[1] ?? expanded[2]);
      i += expanded[0].length - 1;
    } else if (quote) {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\') {
      i += 1;
      word = (word ?? '') + (line[i] ?? '');
    } else if (/\s/.test(char) && char !== '\n') endWord();
    else if (char === ';' || char === '\n') endCommand('always');
    else if (line.startsWith('&&', i)) {
      endCommand('success');
      i += 1;
    } else if (line.startsWith('||', i)) {
      endCommand('failure');
      i += 1;
    } else word = (word ?? '') + char;
  }
  endCommand('always');
  return commands;
}
