import type { Problem } from '@jimu/plugin-service-broker-common';
import { messages } from '../translation';

/** Translates a key that is only known at run time; undefined when there is no such text. */
export type Translate = (
  key: string,
  params?: Record<string, string>,
) => string | undefined;

type ProblemLike = Pick<Problem, 'code' | 'params'> &
  Partial<Pick<Problem, 'message'>>;

/** Some codes mean different words for different parameters. */
function keysOf({ code, params }: ProblemLike): string[] {
  if (code === 'type') return [`type-${params?.type}`];
  if (code === 'quantity') return [`quantity-${params?.unit}`, code];
  if (code === 'pattern' && params?.example) return ['pattern-example'];
  return [code];
}

function lookUp(
  prefix: string,
  problem: ProblemLike,
  translate: Translate,
): string | undefined {
  const params = Object.fromEntries(
    Object.entries(problem.params ?? {}).map(([k, v]) => [k, String(v)]),
  );
  for (const key of keysOf(problem)) {
    const text = translate(`${prefix}.${key}`, params);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** What is wrong, in the viewer's language; the server's own words for a code that is not known here. */
export function problemText(
  problem: ProblemLike,
  translate: Translate,
): string {
  return (
    lookUp('problem', problem, translate) ?? problem.message ?? problem.code
  );
}

/** What to do about it, in the viewer's language; undefined when the text of the problem says it all. */
export function remedyText(
  problem: ProblemLike,
  translate: Translate,
): string | undefined {
  return lookUp('remedy', problem, translate);
}

/** Whether there is a text for a key. */
export function isMessageKey(key: string): key is keyof typeof messages {
  return Object.hasOwn(messages, key);
}
