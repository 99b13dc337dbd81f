import { ProblemCollector, pathOf } from '../model/ProblemCollector';
import type {
  BindingSpec,
  ObserveSpec,
  OfferingSpec,
  ResourceSpec,
} from '../schema/OfferingSpec';
import { checkParameters, checkPlans } from './checkPlans';

/** API groups that every cluster serves; all others must be in `requires`. */
const BUILT_IN = [
  'v1',
  'apps/v1',
  'batch/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
];

function checkVersions(problems: ProblemCollector, spec: OfferingSpec): void {
  const names = spec.versions.available.map(({ name }) => name);
  const reference = (path: string, name: string) => {
    if (!names.includes(name)) {
      problems.add(path, 'unknown-reference', `there is no version "${name}"`);
    }
  };
  reference('spec.versions.default', spec.versions.default);
  spec.versions.available.forEach(({ name, from = [] }, i) => {
    const path = `spec.versions.available[${i}]`;
    from.forEach((source, j) => reference(`${path}.from[${j}]`, source));
    if (names.indexOf(name) !== i) {
      problems.add(`${path}.name`, 'duplicate', `${name} is there twice`);
    }
  });
}

function checkObjects(
  problems: ProblemCollector,
  spec: OfferingSpec,
  path: string,
  resources: ResourceSpec[],
  observe: ObserveSpec[],
): void {
  const required = spec.requires.map(
    ({ apiVersion, kind }) => `${apiVersion} ${kind}`,
  );
  const ids = new Set<string>();
  const check = (at: string, id: string, apiVersion: string, kind: string) => {
    if (ids.has(id)) {
      problems.add(`${at}.id`, 'duplicate', `the id ${id} is there twice`);
    }
    ids.add(id);
    const served = required.includes(`${apiVersion} ${kind}`);
    if (!served && !BUILT_IN.includes(apiVersion)) {
      problems.add(
        at,
        'unknown-reference',
        `${kind} (${apiVersion}) is not listed in spec.requires`,
      );
    }
  };
  resources.forEach((resource, i) => {
    const at = `${path}.resources[${i}]`;
    const { apiVersion, kind, metadata } = resource.template as {
      apiVersion: string;
      kind: string;
      metadata: object;
    };
    check(at, resource.id, apiVersion, kind);
    if ('namespace' in metadata) {
      problems.add(
        `${at}.template.metadata.namespace`,
        'misplaced',
        'is set by Jimu; leave it out',
      );
    }
    if (resource.generate && `${apiVersion} ${kind}` !== 'v1 Secret') {
      problems.add(`${at}.generate`, 'misplaced', 'is for Secrets only');
    }
  });
  observe.forEach((entry, i) =>
    check(`${path}.observe[${i}]`, entry.id, entry.apiVersion, entry.kind),
  );
}

function checkBinding(problems: ProblemCollector, binding: BindingSpec): void {
  const path = 'spec.binding';
  if (binding.parameters) {
    checkParameters(problems, `${path}.parameters`, binding.parameters);
  }
  if ((binding.resources ?? []).length > 0 && !binding.status) {
    problems.add(
      `${path}.status`,
      'required',
      'is missing: it says when the resources of a binding are done',
    );
  }
  const { fields, uri } = binding.credentials;
  for (const key of ['host', 'port']) {
    if (uri !== undefined && typeof fields[key] !== 'string') {
      problems.add(
        pathOf(`${path}.credentials.fields`, key),
        'required',
        'is needed by uri, as a text',
      );
    }
  }
}

function checkDeletion(problems: ProblemCollector, spec: OfferingSpec): void {
  const ids = spec.resources.map(({ id }) => id);
  const named = spec.deletion.order.map(step => {
    if (typeof step === 'string') return step;
    return 'resource' in step ? step.resource : undefined;
  });
  named.forEach((name, i) => {
    if (name !== undefined && name !== 'bindings' && !ids.includes(name)) {
      problems.add(
        `spec.deletion.order[${i}]`,
        'unknown-reference',
        `there is no resource "${name}"`,
      );
    }
  });
  for (const id of [...(spec.binding ? ['bindings'] : []), ...ids]) {
    if (!named.includes(id)) {
      problems.add(
        'spec.deletion.order',
        'required',
        `does not say when to delete ${id}`,
      );
    }
  }
}

/** What the schema cannot say: names that must exist, be unique or go together. */
export function checkReferences(
  problems: ProblemCollector,
  spec: OfferingSpec,
): void {
  checkParameters(problems, 'spec.parameters', spec.parameters);
  checkPlans(problems, spec);
  checkVersions(problems, spec);
  checkObjects(problems, spec, 'spec', spec.resources, spec.observe ?? []);
  const primaries = spec.resources.filter(({ primary }) => primary).length;
  if (primaries !== 1) {
    problems.add(
      'spec.resources',
      'primary',
      `exactly one must have primary: true, not ${primaries}`,
    );
  }
  if (spec.binding) {
    const { resources = [], observe = [] } = spec.binding;
    checkObjects(problems, spec, 'spec.binding', resources, observe);
    checkBinding(problems, spec.binding);
  }
  checkDeletion(problems, spec);
}
