import type { RequestAttributes } from '../../api/contracts';

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  /** Absent or empty: every name. */
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

const isSet = (values: string[] | undefined): values is string[] =>
  values !== undefined && values.length > 0;

const names = (values: string[] | undefined, wanted: string) =>
  values?.some(value => value === '*' || value === wanted) ?? false;

/** `deployments/scale` is matched by itself, by `*` and by a star before `/scale`. */
function namesResource(
  resources: string[] | undefined,
  plural: string,
  subresource: string | undefined,
): boolean {
  const wanted = subresource ? `${plural}/${subresource}` : plural;
  return (
    resources?.some(
      resource =>
        resource === '*' ||
        resource === wanted ||
        (subresource !== undefined && resource === `*/${subresource}`),
    ) ?? false
  );
}

function namesPath(patterns: string[] | undefined, path: string): boolean {
  return (
    patterns?.some(
      pattern =>
        pattern === '*' ||
        pattern === path ||
        (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1))),
    ) ?? false
  );
}

/** Whether a rule alone permits a request. */
export function ruleAllows(
  rule: PolicyRule,
  { verb, resource, path }: RequestAttributes,
): boolean {
  if (!names(rule.verbs, verb)) return false;
  if (!resource) return namesPath(rule.nonResourceURLs, path ?? '');
  return (
    names(rule.apiGroups, resource.group) &&
    namesResource(rule.resources, resource.plural, resource.subresource) &&
    (!isSet(rule.resourceNames) ||
      (resource.name !== undefined &&
        rule.resourceNames.includes(resource.name)))
  );
}

/** A rule cut into the smallest rules that together mean the same. */
function atoms(rule: PolicyRule): PolicyRule[] {
  const atomsOfPaths = (rule.nonResourceURLs ?? []).flatMap(url =>
    rule.verbs.map(verb => ({ verbs: [verb], nonResourceURLs: [url] })),
  );
  const targets = isSet(rule.resourceNames) ? rule.resourceNames : [undefined];
  const atomsOfResources = (rule.apiGroups ?? []).flatMap(group =>
    (rule.resources ?? []).flatMap(resource =>
      rule.verbs.flatMap(verb =>
        targets.map(name => ({
          verbs: [verb],
          apiGroups: [group],
          resources: [resource],
          ...(name === undefined ? {} : { resourceNames: [name] }),
        })),
      ),
    ),
  );
  return [...atomsOfPaths, ...atomsOfResources];
}

function coversAtom(owned: PolicyRule, atom: PolicyRule): boolean {
  if (!names(owned.verbs, atom.verbs[0])) return false;
  if (atom.nonResourceURLs) {
    return namesPath(owned.nonResourceURLs, atom.nonResourceURLs[0]);
  }
  const [plural, subresource] = atom.resources![0].split('/');
  return (
    names(owned.apiGroups, atom.apiGroups![0]) &&
    namesResource(owned.resources, plural, subresource) &&
    (!isSet(owned.resourceNames) ||
      (isSet(atom.resourceNames) &&
        owned.resourceNames.includes(atom.resourceNames[0])))
  );
}

/** What of `wanted` the holder of `owned` does not hold, in the smallest pieces; empty when all is covered. */
export function rulesNotCovered(
  owned: PolicyRule[],
  wanted: PolicyRule[],
): PolicyRule[] {
  return wanted
    .flatMap(atoms)
    .filter(atom => !owned.some(rule => coversAtom(rule, atom)));
}

/** As the API server prints a rule that would be an escalation: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`. */
export function describeRule(rule: PolicyRule): string {
  const field = (name: string, values: string[] | undefined) =>
    isSet(values)
      ? [`${name}:[${values.map(v => JSON.stringify(v)).join(' ')}]`]
      : [];
  return `{${[
    ...field('NonResourceURLs', rule.nonResourceURLs),
    ...field('APIGroups', rule.apiGroups),
    ...field('Resources', rule.resources),
    ...field('ResourceNames', rule.resourceNames),
    ...field('Verbs', rule.verbs),
  ].join(', ')}}`;
}

/** Rules that differ in their verbs only become one, in a stable order: for messages. */
export function compactRules(rules: PolicyRule[]): PolicyRule[] {
  const merged = new Map<string, PolicyRule>();
  for (const { verbs, ...target } of rules) {
    const key = JSON.stringify(target);
    const known = merged.get(key);
    if (known) known.verbs = [...new Set([...known.verbs, ...verbs])];
    else merged.set(key, { ...target, verbs: [...verbs] });
  }
  return [...merged.values()];
}
