import {
  compileCondition,
  within,
  type Site,
  type Variables,
} from '../expressions/compileExpression';
import { compileTextTemplate } from '../expressions/compileTemplate';
import type {
  DeletionSpec,
  LeftoverSpec,
  OrderStepSpec,
  ResourceStepSpec,
  SelectedSpec,
} from '../schema/OfferingSpec';
import type { DeletionStep, ObservedRef } from '../types';

type CompiledStep = (
  variables: Variables,
  namespace: string,
  refs: ObservedRef[],
) => DeletionStep[];

export interface CompiledDeletion {
  /** @param refs - where the instance's resources are */
  order: CompiledStep;
  leftovers: CompiledStep;
}

function compileSelected(
  site: Site,
  spec: SelectedSpec,
): CompiledStep | undefined {
  const labels = Object.entries(spec.labels).map(
    ([key, value]) =>
      [key, compileTextTemplate(within(site, 'labels', key), value)] as const,
  );
  if (!labels.every(([, value]) => value !== undefined)) return undefined;
  return variables => [
    {
      kind: 'selected',
      apiVersion: spec.apiVersion,
      objectKind: spec.kind,
      labels: Object.fromEntries(
        labels.map(([key, value]) => [key, value!(variables)]),
      ),
    },
  ];
}

function compileNamed(
  site: Site,
  spec: LeftoverSpec,
): CompiledStep | undefined {
  const names = (spec.names ?? []).map((name, i) =>
    compileTextTemplate(within(site, 'names', i), name),
  );
  if (names.includes(undefined)) return undefined;
  return (variables, namespace) =>
    names.map((name, i) => ({
      kind: 'object',
      ref: {
        id: `leftover-${spec.kind}-${i}`.toLowerCase(),
        apiVersion: spec.apiVersion,
        kind: spec.kind,
        name: name!(variables),
        namespace,
      },
    }));
}

function compileResource(
  site: Site,
  { resource, orphanWhen }: ResourceStepSpec,
): CompiledStep | undefined {
  const orphans = compileCondition(
    within(site, 'orphanWhen'),
    orphanWhen ?? 'false',
  );
  return (
    orphans &&
    ((variables, _namespace, refs) =>
      refs
        .filter(({ id }) => id === resource)
        .map(ref => ({
          kind: 'object',
          ref,
          ...(orphans(variables) && { orphan: true }),
        })))
  );
}

function compileStep(
  site: Site,
  step: OrderStepSpec,
): CompiledStep | undefined {
  if (step === 'bindings') return () => [{ kind: 'bindings' }];
  if (typeof step === 'string') {
    return compileResource(site, { resource: step });
  }
  return 'resource' in step
    ? compileResource(site, step)
    : compileSelected(site, step);
}

function compileLeftover(
  site: Site,
  spec: LeftoverSpec,
): CompiledStep | undefined {
  const when = compileCondition(within(site, 'when'), spec.when);
  const { apiVersion, kind, labels } = spec;
  const step = labels
    ? compileSelected(site, { apiVersion, kind, labels })
    : compileNamed(site, spec);
  if (!when || !step) return undefined;
  return (variables, namespace, refs) =>
    when(variables) ? step(variables, namespace, refs) : [];
}

function inSequence(
  steps: (CompiledStep | undefined)[],
): CompiledStep | undefined {
  if (steps.includes(undefined)) return undefined;
  return (variables, namespace, refs) =>
    steps.flatMap(step => step!(variables, namespace, refs));
}

/** Compiles `spec.deletion`. */
export function compileDeletion(
  site: Site,
  spec: DeletionSpec,
): CompiledDeletion | undefined {
  const order = inSequence(
    spec.order.map((step, i) => compileStep(within(site, 'order', i), step)),
  );
  const leftovers = inSequence(
    (spec.leftovers ?? []).map((leftover, i) =>
      compileLeftover(within(site, 'leftovers', i), leftover),
    ),
  );
  return order && leftovers && { order, leftovers };
}
