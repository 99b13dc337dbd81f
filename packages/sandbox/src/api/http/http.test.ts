import { byVersionPriority } from '../discovery/versionOrder';
import { ageOf, shortDuration } from '../printing/age';
import { readAll, readPath, writePath } from '../printing/jsonPath';
import { duplicateKeys } from './duplicateKeys';
import { parseRequestPath } from './requestPath';

describe('paths of requests', () => {
  it.each([
    ['/api/v1/pods', { group: '', version: 'v1', plural: 'pods' }],
    ['/api/v1/namespaces', { plural: 'namespaces', name: undefined }],
    [
      '/api/v1/namespaces/a',
      { plural: 'namespaces', name: 'a', namespace: undefined },
    ],
    [
      '/api/v1/namespaces/a/status',
      { plural: 'namespaces', name: 'a', subresource: 'status' },
    ],
    [
      '/api/v1/namespaces/a/finalize',
      { plural: 'namespaces', name: 'a', subresource: 'finalize' },
    ],
    [
      '/api/v1/namespaces/a/pods',
      { namespace: 'a', plural: 'pods', name: undefined },
    ],
    [
      '/api/v1/namespaces/a/pods/b/log',
      { namespace: 'a', plural: 'pods', name: 'b', subresource: 'log' },
    ],
    [
      '/apis/apps/v1/namespaces/a/deployments/b/',
      { group: 'apps', plural: 'deployments', name: 'b' },
    ],
    [
      '/apis/example.com/v1/namespaces/a/status/b',
      { namespace: 'a', plural: 'status', name: 'b' },
    ],
    ['/api/v1/nodes/a%20b', { plural: 'nodes', name: 'a b' }],
  ])('%s', (path, expected) => {
    expect(parseRequestPath(path)).toMatchObject({
      kind: 'resource',
      ...expected,
    });
  });

  it.each([
    '/',
    '/api',
    '/api/v1',
    '/apis',
    '/apis/apps',
    '/apis/apps/v1',
    '/healthz',
  ])('%s is about no objects', path =>
    expect(parseRequestPath(path)).toEqual({ kind: 'other', path }),
  );

  it.each([
    '/api/v1/namespaces/../pods',
    '/api/v1/pods/a%2Fb/c',
    '/api/v1/namespaces/a/pods/b/c/d',
  ])('%s is refused', path => expect(() => parseRequestPath(path)).toThrow());
});

describe('duplicate keys', () => {
  it.each([
    ['{"a":1,"a":2}', ['a']],
    ['{"a":{"b":1,"b":2},"c":[{"d":1},{"d":1,"d":2}]}', ['a.b', 'c[1].d']],
    ['{"a":"{\\"x\\":1,\\"x\\":2}","b":["a","a"]}', []],
    ['{"a" : 1, "\\u0061" : 2}', ['a']],
    ['[]', []],
  ])('%s', (text, expected) => {
    expect(duplicateKeys(text)).toEqual(expected);
  });
});

describe('paths in columns', () => {
  const object = {
    metadata: { labels: { 'example.com/x': 'y' } },
    status: {
      conditions: [
        { type: 'A', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
    },
    list: [{ n: 1 }, { n: 2 }],
  };

  it.each([
    ['.status.conditions[?(@.type=="Ready")].status', ['False']],
    [".status.conditions[?(@.type=='A')].status", ['True']],
    ['.metadata.labels.example\\.com/x', ['y']],
    [".metadata.labels['example\\.com/x']", []],
    ['.list[*].n', [1, 2]],
    ['.list[-1].n', [2]],
    ['{.list[0].n}', [1]],
    ['status.conditions[1].type', ['Ready']],
    ['.none.at.all', []],
    ['.list[?(@.n>1)].n', []],
    ['.constructor', []],
  ])('%s', (path, expected) => {
    expect(readAll(object, path)).toEqual(expected);
  });

  it('can be written when plain', () => {
    const target = {};
    writePath(target, '.spec.replicas', 3);
    expect(readPath(target, 'spec.replicas')).toBe(3);
  });
});

describe('ages', () => {
  it.each([
    [0, '0s'],
    [119, '119s'],
    [125, '2m5s'],
    [600, '10m'],
    [3 * 3600, '3h'],
    [3 * 3600 + 60, '3h1m'],
    [47 * 3600, '47h'],
    [49 * 3600, '2d1h'],
    [30 * 86400, '30d'],
    [800 * 86400, '2y70d'],
    [9 * 365 * 86400, '9y'],
  ])('%i s is %s', (seconds, text) => {
    expect(shortDuration(seconds * 1000)).toBe(text);
  });

  it('are unknown without a time', () => {
    expect(ageOf(undefined, 0)).toBe('<unknown>');
    expect(ageOf('nonsense', 0)).toBe('<unknown>');
  });
});

it('prefers stable and newer versions', () => {
  expect(
    ['v1beta1', 'foo', 'v2', 'v1alpha1', 'v1', 'v1beta2', 'v11'].sort(
      byVersionPriority,
    ),
  ).toEqual(['v11', 'v2', 'v1', 'v1beta2', 'v1beta1', 'v1alpha1', 'foo']);
});
