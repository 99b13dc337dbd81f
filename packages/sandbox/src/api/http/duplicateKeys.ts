/** Paths of keys that stand more than once in an object of a JSON text that is known to be valid. */
export function duplicateKeys(text: string): string[] {
  const duplicates: string[] = [];
  const stack: { keys?: Set<string>; path: string; index: number }[] = [];
  let key: string | undefined;
  let path = '';
  let i = 0;

  const string = (): string => {
    const start = i;
    i += 1;
    while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
    i += 1;
    return text.slice(start, i);
  };
  const valuePath = (): string => {
    const top = stack.at(-1);
    if (!top) return '';
    if (!top.keys) return `${top.path}[${top.index}]`;
    return top.path ? `${top.path}.${key}` : key ?? '';
  };

  while (i < text.length) {
    const c = text[i];
    if (c === '"') {
      const raw = string();
      const top = stack.at(-1);
      if (top?.keys && /^\s*:/.test(text.slice(i, i + 64))) {
        key = JSON.parse(raw) as string;
        path = top.path ? `${top.path}.${key}` : key;
        if (top.keys.has(key)) duplicates.push(path);
        top.keys.add(key);
      }
    } else {
      if (c === '{')
        stack.push({ keys: new Set(), path: valuePath(), index: 0 });
      else if (c === '[') stack.push({ path: valuePath(), index: 0 });
      else if (c === '}' || c === ']') stack.pop();
      else if (c === ',') {
        const top = stack.at(-1);
        if (top && !top.keys) top.index += 1;
      }
      i += 1;
    }
  }
  return duplicates;
}
