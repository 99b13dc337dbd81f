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

/**
 * Why an expression is refused although it is valid CEL, or undefined. The evaluator has no budget and its regular
 * expressions are JavaScript's, so what can take for ever must not be written in the first place.
 */
export function forbidden(node: ASTNode, depth = 0): string | undefined {
  let inside = depth;
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args;
    if (name === 'matches' && args[0]?.op !== 'value') {
      return 'the pattern of matches() must be a literal';
    }
    if (COMPREHENSIONS.has(name)) {
      if (depth >= MAX_DEPTH) {
        return `${name}() is nested more than ${MAX_DEPTH} deep`;
      }
      inside = depth + 1;
    }
    return firstForbidden([receiver], depth) ?? firstForbidden(args, inside);
  }
  if (node.op === 'call' && node.args[0] === 'matches') {
    return 'write text.matches("pattern") with a literal pattern';
  }
  return firstForbidden(children(node.args), depth);
}

function firstForbidden(nodes: ASTNode[], depth: number): string | undefined {
  for (const node of nodes) {
    const reason = forbidden(node, depth);
    if (reason) return reason;
  }
  return undefined;
}
