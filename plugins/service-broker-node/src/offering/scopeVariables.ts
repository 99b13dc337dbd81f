import { toCel } from '../expressions/celValues';
import type { Variables } from '../expressions/compileExpression';
import type { RenderContext } from '../types';

/** The variables of a context that every rendering sees, without `locals` and `outputs`. */
export function instanceVariables(
  context: RenderContext,
  versionValues: (name: string) => unknown,
): Variables {
  return {
    instance: toCel(context.instance),
    params: toCel(context.params),
    plan: context.plan,
    version: new Map<string, unknown>([
      ['name', context.version],
      ['values', toCel(versionValues(context.version) ?? {})],
    ]),
    bindings: toCel(context.bindings),
    res: toCel(context.res ?? {}),
    bindingRes: toCel(context.bindingRes ?? {}),
    ...(context.binding ? { binding: toCel(context.binding) } : {}),
  };
}
