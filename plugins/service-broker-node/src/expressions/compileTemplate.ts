import type { JsonObject, JsonValue } from '@backstage/types';
import { OMIT } from './celValues';
import {
  compileExpression,
  within,
  type CompiledExpression,
  type Site,
  type Variables,
} from './compileExpression';
import { ExpressionError } from './ExpressionError';

/** Throws `ExpressionError`. */
export type CompiledTemplate = (
  variables: Variables,
) => JsonValue | typeof OMIT;

type Part = string | { source: string };

/** End of the expression that begins at `start`, or -1: braces count, those inside CEL strings do not. */
function endOfExpression(text: string, start: number): number {
  let depth = 0;
  let quote: string | undefined;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (quote) {
      if (char === '\\') i++;
      else if (char === quote) quote = undefined;
    } else if (char === "'" || char === '"') {
      quote = char;
    } else if (char === '{') {
      depth++;
    } else if (char === '}') {
      if (depth === 0) return i;
      depth--;
    }
  }
  return -1;
}

/** Cuts a text into literals and expressions; `$${` stands for a literal `${`. Undefined when a brace is missing. */
function splitText(text: string): Part[] | undefined {
  const parts: Part[] = [];
  let literal = '';
  for (let i = 0; i < text.length; ) {
    if (text.startsWith('$${', i)) {
      literal += '${';
      i += 3;
    } else if (text.startsWith('${', i)) {
      const end = endOfExpression(text, i + 2);
      if (end < 0) return undefined;
      if (literal) parts.push(literal);
      literal = '';
      parts.push({ source: text.slice(i + 2, end) });
      i = end + 1;
    } else {
      literal += text[i];
      i++;
    }
  }
  if (literal) parts.push(literal);
  return parts;
}

const TEXT_TYPES = ['string', 'int', 'double', 'bool', 'optional'];

function compileText(site: Site, text: string): CompiledTemplate | undefined {
  const parts = splitText(text);
  if (!parts) {
    site.problems.add(
      site.path,
      'expression-syntax',
      'an expression is not closed with }',
    );
    return undefined;
  }
  if (parts.every(part => typeof part === 'string')) {
    const literal = parts.join('');
    return () => literal;
  }
  if (parts.length === 1) {
    const whole = compileExpression(
      site,
      (parts[0] as { source: string }).source,
    );
    return whole && (variables => whole.evaluate(variables));
  }
  const compiled: (string | CompiledExpression)[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      compiled.push(part);
    } else {
      const expression = compileExpression(site, part.source, TEXT_TYPES);
      if (!expression) return undefined;
      compiled.push(expression);
    }
  }
  return variables =>
    compiled
      .map(part => {
        if (typeof part === 'string') return part;
        const value = part.evaluate(variables);
        if (value === OMIT || value === null || typeof value === 'object') {
          throw new ExpressionError(
            site.path,
            'a part of the text is empty or not a text',
          );
        }
        return String(value);
      })
      .join('');
}

/**
 * Compiles a YAML tree. A string that is one whole `${...}` keeps the type of its value, and its key is left out when the
 * value is an empty optional; any other string is a text. Undefined when something in it is wrong.
 */
export function compileTemplate(
  site: Site,
  value: JsonValue | undefined,
): CompiledTemplate | undefined {
  if (typeof value === 'string') return compileText(site, value);
  if (Array.isArray(value)) {
    const entries = value.map((entry, i) =>
      compileTemplate(within(site, i), entry),
    );
    if (!entries.every(entry => entry !== undefined)) return undefined;
    return variables =>
      entries
        .map(entry => entry!(variables))
        .filter((entry): entry is JsonValue => entry !== OMIT);
  }
  if (typeof value === 'object' && value !== null) {
    return compileTree(site, value);
  }
  return () => value ?? null;
}

function compileTree(
  site: Site,
  tree: JsonObject,
): CompiledTemplate | undefined {
  const entries = Object.entries(tree).map(([key, entry]) => {
    if (key.includes('${')) {
      site.problems.add(
        within(site, key).path,
        'expression-forbidden',
        'expressions may stand in values, not in keys',
      );
    }
    return [key, compileTemplate(within(site, key), entry)] as const;
  });
  if (!entries.every(([, compiled]) => compiled !== undefined)) {
    return undefined;
  }
  return variables =>
    Object.fromEntries(
      entries
        .map(([key, compiled]) => [key, compiled!(variables)] as const)
        .filter(
          (entry): entry is readonly [string, JsonValue] => entry[1] !== OMIT,
        ),
    );
}

/** A template that must give a text; numbers are written out. */
export function compileTextTemplate(
  site: Site,
  text: string | number,
): ((variables: Variables) => string) | undefined {
  const compiled = compileTemplate(site, text);
  return (
    compiled &&
    (variables => {
      const value = compiled(variables);
      if (typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'boolean') {
        return String(value);
      }
      throw new ExpressionError(site.path, 'does not give a text');
    })
  );
}
