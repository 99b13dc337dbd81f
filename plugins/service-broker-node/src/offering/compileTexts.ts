import {
  compileCondition,
  compileExpression,
  within,
  type CompiledExpression,
  type Site,
  type Variables,
} from '../expressions/compileExpression';
import { compileTextTemplate } from '../expressions/compileTemplate';
import { ExpressionError } from '../expressions/ExpressionError';
import { localsScope } from '../expressions/scopes';
import type { EndpointSpec } from '../schema/OfferingSpec';

/** Adds what it computes to the variables. */
export type Extension = (variables: Variables) => Variables;

const DECLARABLE = /^(string|int|bool|double|list<\w+>|map<\w+, \w+>)$/;

/** Compiles `spec.locals` and answers the scope in which they are known. */
export function compileLocals(
  site: Site,
  locals: Record<string, string>,
): { scope: Site['environment']; extend: Extension } {
  const types: Record<string, string> = {};
  const compiled: [string, CompiledExpression][] = [];
  let scope = site.environment;
  for (const [name, source] of Object.entries(locals)) {
    const expression = compileExpression(
      within({ ...site, environment: scope }, name),
      source,
    );
    const type = expression?.type ?? 'dyn';
    types[name] = DECLARABLE.test(type) ? type : 'dyn';
    if (expression) compiled.push([name, expression]);
    scope = localsScope(site.environment, types);
  }
  const extend: Extension = variables => {
    const values = new Map<string, unknown>();
    for (const [name, expression] of compiled) {
      values.set(
        name,
        expression.evaluateRaw({ ...variables, locals: values }),
      );
    }
    return { ...variables, locals: values };
  };
  return { scope, extend };
}

/** Compiles `spec.outputs`. One that cannot be given yet is left out, and fails only those who use it. */
export function compileOutputs(
  site: Site,
  outputs: Record<string, string>,
): Extension | undefined {
  const compiled = Object.entries(outputs).map(
    ([name, text]) =>
      [name, compileTextTemplate(within(site, name), text)] as const,
  );
  if (!compiled.every(([, text]) => text !== undefined)) return undefined;
  return variables => {
    const values = new Map<string, unknown>();
    for (const [name, text] of compiled) {
      const value = orUndefined(() => text!(variables));
      if (value !== undefined) values.set(name, value);
    }
    return { ...variables, outputs: values };
  };
}

function orUndefined<T>(evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** Compiles `spec.endpoints`; one that is not known yet is left out. */
export function compileEndpoints(site: Site, endpoints: EndpointSpec[]) {
  const compiled = endpoints.map((endpoint, i) => {
    const at = within(site, i);
    const host = compileTextTemplate(within(at, 'host'), endpoint.host);
    const port = compileTextTemplate(within(at, 'port'), endpoint.port);
    const includes = compileCondition(
      within(at, 'includeWhen'),
      endpoint.includeWhen,
    );
    return (
      host && port && includes && { name: endpoint.name, host, port, includes }
    );
  });
  if (compiled.includes(undefined)) return undefined;
  return (variables: Variables) =>
    compiled.flatMap(entry => {
      const { name, host, port, includes } = entry!;
      const found = orUndefined(
        () =>
          includes(variables) && {
            name,
            host: host(variables),
            port: Number(port(variables)),
          },
      );
      return found ? [found] : [];
    });
}
