import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Variables } from '../expressions/compileExpression';
import type { CompiledTemplate } from '../expressions/compileTemplate';
import { checkName } from '../model/checkName';
import { mergeParameters } from '../parameters/effectiveParameters';
import type { OfferingSpec } from '../schema/OfferingSpec';
import type {
  CredentialPlan,
  DeletionStep,
  ObservedRef,
  Offering,
  RenderContext,
  RenderedResource,
  RequiredKind,
  RevocationJob,
  StatusOutcome,
} from '../types';
import type { CompiledCredentials } from './compileCredentials';
import type { CompiledDeletion } from './compileDeletion';
import { planNamed, type CompiledPlan } from './compilePlans';
import { toOwnedObject, type CompiledResources } from './compileResources';
import type { CompiledStatus } from './compileStatus';
import type { compileEndpoints, Extension } from './compileTexts';
import type { compileExternal } from './compileCredentials';
import { instanceVariables } from './scopeVariables';

/** The compiled pieces of an offering. */
export interface OfferingParts {
  plans: Map<string, CompiledPlan>;
  extendLocals: Extension;
  resources: CompiledResources;
  status: CompiledStatus;
  extendOutputs: Extension;
  endpoints: NonNullable<ReturnType<typeof compileEndpoints>>;
  external: NonNullable<ReturnType<typeof compileExternal>>;
  deletion: CompiledDeletion;
  bindingResources: CompiledResources;
  bindingStatus: CompiledStatus;
  credentials: CompiledCredentials;
  revocation: CompiledTemplate;
}

const NO_PARAMETERS = {
  type: 'object' as const,
  additionalProperties: false as const,
  properties: {},
};

/** An offering whose file was found sound. */
export class CompiledOffering implements Offering {
  readonly requires: RequiredKind[];

  constructor(
    readonly file: string,
    readonly name: string,
    readonly spec: OfferingSpec,
    private readonly parts: OfferingParts,
  ) {
    this.requires = spec.requires.map(({ apiVersion, kind, operator }) => ({
      apiVersion,
      kind,
      ...(operator && { operator }),
    }));
  }

  effectiveParameters(plan: string, user: JsonObject) {
    const { schema, spec } = planNamed(this.parts.plans, plan);
    return mergeParameters(schema, spec.fixed ?? {}, user);
  }

  bindingParameters(user: JsonObject) {
    const schema = this.spec.binding?.parameters ?? NO_PARAMETERS;
    return mergeParameters(schema, {}, user);
  }

  planSchema(plan: string): JsonObject {
    return planNamed(this.parts.plans, plan).schema as unknown as JsonObject;
  }

  price(plan: string, parameters: JsonObject) {
    return planNamed(this.parts.plans, plan).price(parameters);
  }

  consumption(plan: string, parameters: JsonObject) {
    return planNamed(this.parts.plans, plan).consumption(parameters);
  }

  checkName(name: string) {
    return checkName(this.spec.naming, name);
  }

  render(context: RenderContext): RenderedResource[] {
    return this.parts.resources.render(this.variables(context), {
      ...context,
      binding: undefined,
    });
  }

  observed(context: RenderContext): ObservedRef[] {
    return this.parts.resources.observed(this.variables(context), context);
  }

  status(context: RenderContext): StatusOutcome {
    const primary = this.spec.resources.find(resource => resource.primary)!;
    const live = context.res?.[primary.id];
    const what = `${primary.template.kind} ${context.instance.name}`;
    if (!live) return waiting(`Waiting for ${what}`);
    if (live.metadata?.deletionTimestamp) {
      return waiting(`${what} is being deleted`);
    }
    return this.parts.status(this.liveVariables(context));
  }

  endpoints(context: RenderContext) {
    return this.parts.endpoints(this.liveVariables(context));
  }

  external(context: RenderContext) {
    const exposed = this.spec.external && context.instance.exposure !== 'none';
    return exposed
      ? this.parts.external(this.liveVariables(context))
      : undefined;
  }

  renderBinding(context: RenderContext): RenderedResource[] {
    requireBinding(context);
    return this.parts.bindingResources.render(this.variables(context), context);
  }

  observedBinding(context: RenderContext): ObservedRef[] {
    requireBinding(context);
    return this.parts.bindingResources.observed(
      this.variables(context),
      context,
    );
  }

  bindingStatus(context: RenderContext): StatusOutcome {
    requireBinding(context);
    const refs = this.observedBinding(context);
    const missing = refs.find(({ id }) => !context.bindingRes?.[id]);
    if (missing) return waiting(`Waiting for ${missing.kind} ${missing.name}`);
    return this.parts.bindingStatus(this.liveVariables(context));
  }

  credentials(context: RenderContext): CredentialPlan {
    requireBinding(context);
    const external = this.external(context);
    return {
      ...this.parts.credentials(this.liveVariables(context)),
      ...(external && { external }),
    };
  }

  revocation(context: RenderContext): RevocationJob | undefined {
    requireBinding(context);
    if (!this.spec.binding?.revoke) return undefined;
    const rendered = this.parts.revocation(this.liveVariables(context));
    return {
      object: toOwnedObject(
        'spec.binding.revoke.template',
        rendered,
        this.name,
        context,
      ),
    };
  }

  deletion(context: RenderContext): DeletionStep[] {
    return this.steps(context, 'order');
  }

  leftovers(context: RenderContext): DeletionStep[] {
    return this.steps(context, 'leftovers');
  }

  private steps(
    context: RenderContext,
    part: keyof CompiledDeletion,
  ): DeletionStep[] {
    const variables = this.variables(context);
    return this.parts.deletion[part](
      variables,
      context.instance.namespace,
      this.parts.resources.refs(variables, context),
    );
  }

  private variables(context: RenderContext): Variables {
    const { available } = this.spec.versions;
    return this.parts.extendLocals(
      instanceVariables(
        context,
        name => available.find(version => version.name === name)?.values,
      ),
    );
  }

  private liveVariables(context: RenderContext): Variables {
    return this.parts.extendOutputs(this.variables(context));
  }
}

function waiting(message: string): StatusOutcome {
  return { state: 'progressing', message, warnings: [] };
}

function requireBinding(context: RenderContext): void {
  if (!context.binding) {
    throw new InputError('The context has no binding');
  }
}
