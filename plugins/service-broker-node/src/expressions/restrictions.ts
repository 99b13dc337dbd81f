import type { ASTNode } from '@marcbachmann/cel-js';

const COMPREHENSIONS = new Set([
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
]);
const MAX_DEPTH = 2;

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}

function children(value: unknown): ASTNode[] {
  if (isNode(value)) return [value];
  return Array.isArray(value) ? value.flatMap(children) : [];
}

function forbiddenCall(
  name: string,
  args: ASTNode[],
  secretFields: string[],
): string | undefined {
  const [first] = args;
  if (name === 'matches') {
    return 'write text.matches("pattern") with a literal pattern';
  }
  if (
    name === 'secret' &&
    !(first?.op === 'value' && secretFields.includes(String(first.args)))
  ) {
    return 'secret() needs the name of a field with a secretKeyRef';
  }
  return undefined;
}

/**
 * Why an expression is refused although it is valid CEL, or undefined. The evaluator has no budget and its regular
 * expressions are JavaScript's, so what can take for ever must not be written in the first place.
 *
 * @param secretFields - what `secret()` may name
 */
export function forbidden(
  node: ASTNode,
  secretFields: string[],
  depth = 0,
): string | undefined {
  const first = (nodes: ASTNode[], at: number) => {
    for (const child of nodes) {
      const reason = forbidden(child, secretFields, at);
      if (reason) return reason;
    }
    return undefined;
  };
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args;
    if (name === 'matches' && args[0]?.op !== 'value') {
      return 'the pattern of matches() must be a literal';
    }
    const loops = COMPREHENSIONS.has(name);
    if (loops && depth >= MAX_DEPTH) {
      return `${name}() is nested more than ${MAX_DEPTH} deep`;
    }
    return first([receiver], depth) ?? first(args, loops ? depth + 1 : depth);
  }
  if (node.op === 'call') {
    const [name, args] = node.args;
    return forbiddenCall(name, args, secretFields) ?? first(args, depth);
  }
  return first(children(node.args), depth);
}
