import type { JsonValue } from '@backstage/types';
import type { Environment } from '@marcbachmann/cel-js';
import { pathOf, type ProblemCollector } from '../model/ProblemCollector';
import { fromCel, OMIT } from './celValues';
import { ExpressionError, reasonOf } from './ExpressionError';
import { forbidden } from './restrictions';

/** Variables of an expression, already as CEL values. */
export type Variables = Record<string, unknown>;

/** A parsed and type-checked expression. */
export interface CompiledExpression {
  readonly path: string;
  /** As the checker infers it: `bool`, `int`, `list<string>`, `dyn`... */
  readonly type: string;
  /** Throws `ExpressionError`. */
  evaluate(variables: Variables): JsonValue | typeof OMIT;
  /** The value as CEL has it, for use in other expressions. Throws `ExpressionError`. */
  evaluateRaw(variables: Variables): unknown;
}

/** Where an expression stands and what it may see. */
export interface Site {
  environment: Environment;
  path: string;
  problems: ProblemCollector;
  /** Fields that `secret()` may name. */
  secretFields?: string[];
}

/** The site of a part of what stands at this one. */
export function within(site: Site, ...steps: (string | number)[]): Site {
  return { ...site, path: steps.reduce<string>(pathOf, site.path) };
}

function accepts(expected: string[], actual: string): boolean {
  return actual === 'dyn' || expected.includes(actual.replace(/<.*$/, ''));
}

/**
 * Parses, restricts and type-checks an expression. Whatever is wrong goes to `site.problems`, and undefined comes back.
 *
 * @param expected - types that are allowed; all, when left out
 */
export function compileExpression(
  site: Site,
  source: string,
  expected?: string[],
): CompiledExpression | undefined {
  const { environment, path, problems } = site;
  const refuse = (code: string, reason: string) => {
    problems.add(path, code, `${reason} (in: ${source.trim().slice(0, 120)})`);
    return undefined;
  };
  let program: ReturnType<Environment['parse']>;
  try {
    program = environment.parse(source);
  } catch (error) {
    return refuse('expression-syntax', reasonOf(error));
  }
  const prohibition = forbidden(program.ast, site.secretFields ?? []);
  if (prohibition) return refuse('expression-forbidden', prohibition);
  const check = program.check();
  if (!check.valid) return refuse('expression-type', reasonOf(check.error));
  const type = String(check.type);
  if (type.startsWith('$')) {
    return refuse('expression-type', 'name a field of it, not the whole');
  }
  if (expected && !accepts(expected, type)) {
    return refuse(
      'expression-type',
      `gives ${type} where ${expected.join(' or ')} is needed`,
    );
  }
  const judged = <T>(evaluate: () => T): T => {
    try {
      return evaluate();
    } catch (error) {
      throw new ExpressionError(path, reasonOf(error));
    }
  };
  return {
    path,
    type,
    evaluate: variables => judged(() => fromCel(program(variables))),
    evaluateRaw: variables => judged(() => program(variables)),
  };
}

/** A condition; absent means true. */
export function compileCondition(
  site: Site,
  source: string | undefined,
): ((variables: Variables) => boolean) | undefined {
  if (source === undefined) return () => true;
  const expression = compileExpression(site, source, ['bool']);
  if (!expression) return undefined;
  return variables => {
    const value = expression.evaluate(variables);
    if (typeof value !== 'boolean') {
      throw new ExpressionError(site.path, 'gives neither true nor false');
    }
    return value;
  };
}
