import type { JsonObject, JsonValue } from '@backstage/types';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import {
  compileCondition,
  within,
  type Site,
  type Variables,
} from '../expressions/compileExpression';
import {
  compileTemplate,
  compileTextTemplate,
} from '../expressions/compileTemplate';
import { ExpressionError } from '../expressions/ExpressionError';
import { ownershipLabels } from '../model/labels';
import type { ObserveSpec, ResourceSpec } from '../schema/OfferingSpec';
import type { ObservedRef, RenderContext, RenderedResource } from '../types';

/** The resources of an instance or a binding. */
export interface CompiledResources {
  render(variables: Variables, context: RenderContext): RenderedResource[];
  /** Where the objects are, whether they are rendered at present or not. */
  refs(variables: Variables, context: RenderContext): ObservedRef[];
  /** The rendered ones, then what is only watched. */
  observed(variables: Variables, context: RenderContext): ObservedRef[];
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** `stringData` is awkward under server-side apply (its keys have no owner), so it is written as `data`. */
function withEncodedData(object: JsonObject): JsonObject {
  const { stringData, ...rest } = object;
  if (object.kind !== 'Secret' || !isObject(stringData)) return object;
  return {
    ...rest,
    data: {
      ...(isObject(rest.data) ? rest.data : {}),
      ...Object.fromEntries(
        Object.entries(stringData).map(([key, value]) => [
          key,
          base64(String(value)),
        ]),
      ),
    },
  };
}

/** What a template gave, in the instance's namespace and with the labels of ownership. Throws `ExpressionError`. */
export function toOwnedObject(
  path: string,
  rendered: JsonValue | symbol,
  offering: string,
  context: RenderContext,
): KubernetesObject {
  const metadata = isObject(rendered) ? rendered.metadata : undefined;
  if (!isObject(rendered) || !isObject(metadata)) {
    throw new ExpressionError(path, 'does not give an object with metadata');
  }
  const own = isObject(metadata.labels) ? metadata.labels : {};
  return {
    ...withEncodedData(rendered),
    metadata: {
      ...metadata,
      namespace: context.instance.namespace,
      labels: { ...own, ...ownershipLabels(offering, context) },
    },
  } as unknown as KubernetesObject;
}

function compileResource(site: Site, spec: ResourceSpec) {
  const template = compileTemplate(within(site, 'template'), spec.template);
  const includes = compileCondition(
    within(site, 'includeWhen'),
    spec.includeWhen,
  );
  const metadata = spec.template.metadata;
  const name = compileTextTemplate(
    within(site, 'template', 'metadata', 'name'),
    isObject(metadata) && typeof metadata.name === 'string'
      ? metadata.name
      : '',
  );
  if (!template || !includes || !name) return undefined;
  const { apiVersion, kind } = spec.template;
  const generated = Object.entries(spec.generate ?? {}).map(
    ([key, { length, charset = 'alnum' }]) => ({
      key,
      length,
      charset,
    }),
  );
  return {
    includes,
    ref: (variables: Variables, namespace: string): ObservedRef => ({
      id: spec.id,
      apiVersion: String(apiVersion),
      kind: String(kind),
      name: name(variables),
      namespace,
    }),
    render: (
      variables: Variables,
      offering: string,
      context: RenderContext,
    ): RenderedResource => ({
      id: spec.id,
      primary: spec.primary ?? false,
      object: toOwnedObject(
        within(site, 'template').path,
        template(variables),
        offering,
        context,
      ),
      generated,
    }),
  };
}

function compileObserved(site: Site, spec: ObserveSpec) {
  const name = compileTextTemplate(within(site, 'name'), spec.name);
  const includes = compileCondition(
    within(site, 'includeWhen'),
    spec.includeWhen,
  );
  if (!name || !includes) return undefined;
  const { id, apiVersion, kind } = spec;
  return {
    includes,
    ref: (variables: Variables, namespace: string): ObservedRef => ({
      id,
      apiVersion,
      kind,
      name: name(variables),
      namespace,
    }),
  };
}

/**
 * @param site - the part of the file that holds `resources` and `observe`
 * @param offering - name for the label
 */
export function compileResources(
  site: Site,
  offering: string,
  spec: { resources?: ResourceSpec[]; observe?: ObserveSpec[] },
): CompiledResources | undefined {
  const resources = (spec.resources ?? []).map((resource, i) =>
    compileResource(within(site, 'resources', i), resource),
  );
  const observed = (spec.observe ?? []).map((entry, i) =>
    compileObserved(within(site, 'observe', i), entry),
  );
  if (resources.includes(undefined) || observed.includes(undefined)) {
    return undefined;
  }
  const all = resources.map(resource => resource!);
  return {
    render: (variables, context) =>
      all
        .filter(resource => resource.includes(variables))
        .map(resource => resource.render(variables, offering, context)),
    refs: (variables, { instance }) =>
      all.map(resource => resource.ref(variables, instance.namespace)),
    observed: (variables, { instance }) =>
      [...all, ...observed.map(entry => entry!)]
        .filter(entry => entry.includes(variables))
        .map(entry => entry.ref(variables, instance.namespace)),
  };
}
