import type { StatusCause } from '../ApiStatusError';
import { invalidValue, requiredValue } from '../validation/metadata';
import type { SandboxObject } from '../../types';
import type { KindRules } from './KindRules';

/** Holds a definition until its objects are gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

function condition(
  old: SandboxObject | undefined,
  now: string,
  type: string,
  reason: string,
  message: string,
) {
  const before = old?.status?.conditions?.find((c: any) => c.type === type);
  return (
    before ?? {
      type,
      status: 'True',
      reason,
      message,
      lastTransitionTime: now,
    }
  );
}

function validateVersions(versions: any[]): StatusCause[] {
  const causes: StatusCause[] = [];
  if (versions.filter(v => v.storage).length !== 1) {
    causes.push(
      invalidValue(
        'spec.versions',
        versions.map(v => v.name),
        'must have exactly one version marked as storage version',
      ),
    );
  }
  versions.forEach((version, i) => {
    const at = `spec.versions[${i}]`;
    if (!label.test(version.name)) {
      causes.push(
        invalidValue(`${at}.name`, version.name, 'must be a DNS label'),
      );
    }
    const schema = version.schema?.openAPIV3Schema;
    if (!schema) {
      causes.push(
        requiredValue(`${at}.schema.openAPIV3Schema`, 'schemas are required'),
      );
    } else if (schema.type !== 'object') {
      causes.push(
        invalidValue(
          `${at}.schema.openAPIV3Schema.type`,
          schema.type ?? '',
          'must be object at the root',
        ),
      );
    }
  });
  return causes;
}

/** Custom resource definitions are established at once, when they can be served. */
export const customResourceDefinitionRules: KindRules = {
  prepare(object, old, { now }) {
    const { spec } = object;
    const kind = spec.names?.kind ?? '';
    spec.names = {
      ...spec.names,
      listKind: spec.names?.listKind ?? `${kind}List`,
      singular: spec.names?.singular ?? String(kind).toLowerCase(),
    };
    spec.conversion ??= { strategy: 'None' };
    const storage = (spec.versions ?? []).find((v: any) => v.storage)?.name;
    const terminating = old?.status?.conditions?.filter(
      (c: any) => c.type === 'Terminating',
    );
    object.status = {
      ...old?.status,
      conditions: [
        condition(
          old,
          now,
          'NamesAccepted',
          'NoConflicts',
          'no conflicts found',
        ),
        condition(
          old,
          now,
          'Established',
          'InitialNamesAccepted',
          'the initial names have been accepted',
        ),
        ...(terminating ?? []),
      ],
      acceptedNames: spec.names,
      storedVersions: [
        ...new Set(
          [...(old?.status?.storedVersions ?? []), storage].filter(Boolean),
        ),
      ],
    };
    if (!old) {
      object.metadata.finalizers = [
        ...new Set([...(object.metadata.finalizers ?? []), cleanupFinalizer]),
      ];
    }
  },
  validate(object, old) {
    const { group, names, scope, versions = [] } = object.spec;
    const causes: StatusCause[] = [];
    if (object.metadata.name !== `${names.plural}.${group}`) {
      causes.push(
        invalidValue(
          'metadata.name',
          object.metadata.name,
          `must be spec.names.plural+"."+spec.group`,
        ),
      );
    }
    if (!group.includes('.')) {
      causes.push(
        invalidValue(
          'spec.group',
          group,
          'should be a domain with at least one dot',
        ),
      );
    }
    if (!['Namespaced', 'Cluster'].includes(scope)) {
      causes.push(
        invalidValue(
          'spec.scope',
          scope,
          'supported values: "Cluster", "Namespaced"',
        ),
      );
    }
    if (!label.test(names.plural)) {
      causes.push(
        invalidValue('spec.names.plural', names.plural, 'must be a DNS label'),
      );
    }
    if (old) {
      for (const [field, before, after] of [
        ['spec.group', old.spec.group, group],
        ['spec.scope', old.spec.scope, scope],
        ['spec.names.plural', old.spec.names.plural, names.plural],
        ['spec.names.kind', old.spec.names.kind, names.kind],
      ]) {
        if (before !== after) {
          causes.push(invalidValue(field, after, 'field is immutable'));
        }
      }
    }
    return [...causes, ...validateVersions(versions)];
  },
};
