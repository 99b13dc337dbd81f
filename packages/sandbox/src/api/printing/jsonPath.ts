/** One step of the small part of JSONPath that printer columns and scale paths use. */
type Step =
  | { kind: 'field'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'all' }
  | { kind: 'filter'; path: Step[]; operator: '==' | '!='; value: unknown };

const cache = new Map<string, Step[]>();

function parseFilter(text: string): Step {
  const match = /^@((?:\.[\w\\./-]+|\[[^\]]*\])*)\s*(==|!=)\s*(.+)$/.exec(text);
  if (!match) throw new Error(`Filter ${text} is not supported`);
  const literal = match[3].trim();
  const quoted = /^(['"])(.*)\1$/.exec(literal);
  return {
    kind: 'filter',
    path: parse(match[1]),
    operator: match[2] as '==' | '!=',
    value: quoted ? quoted[2] : JSON.parse(literal),
  };
}

function bracket(body: string): Step {
  const quoted = /^(['"])(.*)\1$/.exec(body);
  if (quoted) return { kind: 'field', name: quoted[2] };
  if (body === '*') return { kind: 'all' };
  if (/^-?\d+$/.test(body)) return { kind: 'index', index: Number(body) };
  const filter = /^\?\((.*)\)$/.exec(body);
  if (filter) return parseFilter(filter[1]);
  throw new Error(`[${body}] is not supported`);
}

function closing(text: string, from: number): number {
  let quote = '';
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    const c = text[i];
    if (quote) {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '[') depth += 1;
    else if (c === ']') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  throw new Error(`${text} lacks a closing bracket`);
}

function parse(path: string): Step[] {
  const known = cache.get(path);
  if (known) return known;
  const steps: Step[] = [];
  let text = path
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .replace(/^\$/, '');
  if (text && !/^[.[]/.test(text)) text = `.${text}`;
  let at = 0;
  while (at < text.length) {
    if (text[at] === '[') {
      const end = closing(text, at);
      steps.push(bracket(text.slice(at + 1, end)));
      at = end + 1;
    } else {
      const match = /^\.((?:\\.|[^.[\\])+)/.exec(text.slice(at));
      if (!match) throw new Error(`${path} is not a path`);
      const name = match[1].replace(/\\(.)/g, '$1');
      steps.push(name === '*' ? { kind: 'all' } : { kind: 'field', name });
      at += match[0].length;
    }
  }
  cache.set(path, steps);
  return steps;
}

function walk(values: unknown[], steps: Step[]): unknown[] {
  return steps.reduce<unknown[]>(
    (current, step) =>
      current.flatMap(value => {
        if (typeof value !== 'object' || value === null) return [];
        switch (step.kind) {
          case 'field':
            return Object.hasOwn(value, step.name)
              ? [(value as Record<string, unknown>)[step.name]]
              : [];
          case 'index':
            return Array.isArray(value) && value.at(step.index) !== undefined
              ? [value.at(step.index)]
              : [];
          case 'all':
            return Object.values(value);
          default:
            return Object.values(value).filter(item => {
              const found = walk([item], step.path)[0];
              return (found === step.value) === (step.operator === '==');
            });
        }
      }),
    values,
  );
}

/** First value at a path such as `.status.conditions[?(@.type=="Ready")].status`; `undefined` when there is none. */
export function readPath(value: unknown, path: string): unknown {
  return readAll(value, path)[0];
}

/** All values at a path; none for a path that cannot be read. */
export function readAll(value: unknown, path: string): unknown[] {
  let steps: Step[];
  try {
    steps = parse(path);
  } catch {
    // A column with a path beyond this dialect prints as empty, as kubectl does with a path that finds nothing.
    return [];
  }
  return walk([value], steps);
}

/** Sets the value at a path of plain fields; changes `target`. */
export function writePath(
  target: Record<string, any>,
  path: string,
  value: unknown,
): void {
  const steps = parse(path);
  let node = target;
  steps.forEach((step, i) => {
    if (step.kind !== 'field') throw new Error(`${path} cannot be written to`);
    if (i === steps.length - 1) node[step.name] = value;
    else {
      if (!Object.hasOwn(node, step.name)) node[step.name] = {};
      node = node[step.name];
    }
  });
}
