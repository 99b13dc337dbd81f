import { within, type Site } from '../expressions/compileExpression';
import { compileTemplate } from '../expressions/compileTemplate';
import { liveScopes, planScopes } from '../expressions/scopes';
import type { ProblemCollector } from '../model/ProblemCollector';
import type { OfferingFile } from '../schema/OfferingSpec';
import { compileCredentials, compileExternal } from './compileCredentials';
import { compileDeletion } from './compileDeletion';
import { compilePlans } from './compilePlans';
import { compileResources } from './compileResources';
import { compileStatus } from './compileStatus';
import {
  compileEndpoints,
  compileLocals,
  compileOutputs,
} from './compileTexts';
import { CompiledOffering } from './CompiledOffering';

/** A status that is ready at once, for bindings that make nothing. */
const ALWAYS_READY = { ready: 'true' };

/**
 * Parses and type-checks every expression of a file that fits the schema. Undefined when `problems` then holds any.
 */
export function compileOffering(
  file: string,
  { metadata, spec }: OfferingFile,
  problems: ProblemCollector,
): CompiledOffering | undefined {
  const early = planScopes(spec);
  const root = { path: 'spec', problems };
  const at = (environment: Site['environment'], ...steps: string[]) =>
    within({ ...root, environment }, ...steps);
  const plans = compilePlans(spec, early, problems);
  const locals = compileLocals(at(early.instance, 'locals'), spec.locals ?? {});
  const scopes = { ...early, ...liveScopes(spec, locals.scope) };
  const binding = spec.binding;
  const parts = {
    resources: compileResources(at(scopes.render), metadata.name, spec),
    status: compileStatus(at(scopes.status, 'status'), spec.status),
    outputs: compileOutputs(at(scopes.status, 'outputs'), spec.outputs ?? {}),
    endpoints: compileEndpoints(
      at(scopes.outputs, 'endpoints'),
      spec.endpoints,
    ),
    external: compileExternal(
      at(scopes.outputs, 'external'),
      spec.external ?? { service: '', port: 0 },
    ),
    deletion: compileDeletion(at(scopes.render, 'deletion'), spec.deletion),
    bindingResources: compileResources(
      at(scopes.bindingRender, 'binding'),
      metadata.name,
      binding ?? {},
    ),
    bindingStatus: compileStatus(
      at(scopes.bindingStatus, 'binding', 'status'),
      binding?.status ?? ALWAYS_READY,
    ),
    credentials: compileCredentials(
      scopes,
      within(
        { ...root, environment: scopes.credentials },
        'binding',
        'credentials',
      ),
      binding?.credentials ?? { type: '', provider: '', fields: {} },
    ),
    revocation: compileTemplate(
      at(scopes.bindingStatus, 'binding', 'revoke', 'template'),
      binding?.revoke?.template ?? {},
    ),
  };
  const {
    resources,
    status,
    outputs,
    endpoints,
    external,
    deletion,
    bindingResources,
    bindingStatus,
    credentials,
    revocation,
  } = parts;
  if (
    !problems.empty ||
    !resources ||
    !status ||
    !outputs ||
    !endpoints ||
    !external ||
    !deletion ||
    !bindingResources ||
    !bindingStatus ||
    !credentials ||
    !revocation
  ) {
    return undefined;
  }
  return new CompiledOffering(file, metadata.name, spec, {
    plans,
    extendLocals: locals.extend,
    resources,
    status,
    extendOutputs: outputs,
    endpoints,
    external,
    deletion,
    bindingResources,
    bindingStatus,
    credentials,
    revocation,
  });
}
