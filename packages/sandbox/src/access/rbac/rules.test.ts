import fc from 'fast-check';
import {
  compactRules,
  describeRule,
  ruleAllows,
  rulesNotCovered,
  type PolicyRule,
} from './rules';

const request = (
  verb: string,
  plural: string,
  more: {
    group?: string;
    subresource?: string;
    name?: string;
  } = {},
) => ({
  verb,
  resource: { group: '', version: 'v1', plural, namespace: 'n', ...more },
});

const rule = (more: Partial<PolicyRule>): PolicyRule => ({
  verbs: ['get'],
  apiGroups: [''],
  resources: ['pods'],
  ...more,
});

describe('a policy rule', () => {
  it.each([
    ['the same', rule({}), request('get', 'pods'), true],
    ['another verb', rule({}), request('list', 'pods'), false],
    ['any verb', rule({ verbs: ['*'] }), request('escalate', 'pods'), true],
    ['another kind', rule({}), request('get', 'secrets'), false],
    [
      'another group',
      rule({}),
      request('get', 'pods', { group: 'metrics.k8s.io' }),
      false,
    ],
    [
      'any group',
      rule({ apiGroups: ['*'] }),
      request('get', 'pods', { group: 'x' }),
      true,
    ],
    ['any kind', rule({ resources: ['*'] }), request('get', 'secrets'), true],
    [
      'a subresource that is not named',
      rule({}),
      request('get', 'pods', { subresource: 'log' }),
      false,
    ],
    [
      'a subresource by name',
      rule({ resources: ['pods/log'] }),
      request('get', 'pods', { subresource: 'log' }),
      true,
    ],
    [
      'the object by its subresource',
      rule({ resources: ['pods/log'] }),
      request('get', 'pods'),
      false,
    ],
    [
      'a subresource of any kind',
      rule({ resources: ['*/scale'] }),
      request('get', 'deployments', { subresource: 'scale' }),
      true,
    ],
    [
      'a subresource under any kind',
      rule({ resources: ['*'] }),
      request('get', 'pods', { subresource: 'exec' }),
      true,
    ],
    [
      'a kind with any subresource is none',
      rule({ resources: ['pods/*'] }),
      request('get', 'pods', { subresource: 'log' }),
      false,
    ],
    [
      'a name',
      rule({ resourceNames: ['a'] }),
      request('get', 'pods', { name: 'a' }),
      true,
    ],
    [
      'another name',
      rule({ resourceNames: ['a'] }),
      request('get', 'pods', { name: 'b' }),
      false,
    ],
    [
      'no name where one is asked for',
      rule({ resourceNames: ['a'] }),
      request('get', 'pods'),
      false,
    ],
    [
      'any name',
      rule({ resourceNames: [] }),
      request('get', 'pods', { name: 'b' }),
      true,
    ],
    [
      'a path',
      { verbs: ['get'], nonResourceURLs: ['/metrics'] },
      { verb: 'get', path: '/metrics' },
      true,
    ],
    [
      'a path below',
      { verbs: ['get'], nonResourceURLs: ['/api/*'] },
      { verb: 'get', path: '/api/v1' },
      true,
    ],
    [
      'a path beside',
      { verbs: ['get'], nonResourceURLs: ['/api/*'] },
      { verb: 'get', path: '/apis' },
      false,
    ],
    [
      'a path by a rule on kinds',
      rule({ resources: ['*'], apiGroups: ['*'] }),
      { verb: 'get', path: '/x' },
      false,
    ],
    [
      'a kind by a rule on paths',
      { verbs: ['*'], nonResourceURLs: ['*'] },
      request('get', 'pods'),
      false,
    ],
  ])('%s', (_title, given, wanted, allowed) => {
    expect(ruleAllows(given as PolicyRule, wanted as any)).toBe(allowed);
  });

  const names = (...values: string[]) =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
  const anyRule = fc.record({
    verbs: names('get', 'list', 'create', '*'),
    apiGroups: names('', 'apps', '*'),
    resources: names('pods', 'pods/log', 'secrets', '*', '*/log'),
    resourceNames: fc.option(names('a', 'b'), { nil: undefined }),
  });
  const requests = ['get', 'list', 'create', 'delete'].flatMap(verb =>
    ['', 'apps', 'x'].flatMap(group =>
      ['pods', 'secrets', 'other'].flatMap(plural =>
        [undefined, 'log', 'exec'].flatMap(subresource =>
          [undefined, 'a', 'b', 'c'].map(name =>
            request(verb, plural, { group, subresource, name }),
          ),
        ),
      ),
    ),
  );

  it('covers another one only if everything that this allows is allowed', () => {
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 3 }),
        fc.array(anyRule, { maxLength: 3 }),
        (owned, wanted) => {
          const isCovered = rulesNotCovered(owned, wanted).length === 0;
          fc.pre(isCovered);
          const beyond = requests.filter(
            each =>
              wanted.some(r => ruleAllows(r, each)) &&
              !owned.some(r => ruleAllows(r, each)),
          );
          expect(beyond).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('covers itself, and is covered by everything', () => {
    const everything = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
    fc.assert(
      fc.property(anyRule, given => {
        expect(rulesNotCovered([given], [given])).toEqual([]);
        expect(rulesNotCovered(everything, [given])).toEqual([]);
      }),
    );
  });

  it('is written as the API server writes it', () => {
    expect(
      compactRules([rule({}), rule({ verbs: ['list'] })]).map(describeRule),
    ).toEqual(['{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}']);
  });
});
