import { builtinSchema } from '../schema/builtinSchemas';
import { mergePatch } from './mergePatch';
import { strategicMerge } from './strategicMergePatch';

const schema = builtinSchema('apps/v1', 'Deployment')!;
const patchSpec = (spec: object, patch: object) =>
  (
    strategicMerge(
      schema,
      { spec: { template: { spec } } },
      { spec: { template: { spec: patch } } },
    ) as any
  ).spec.template.spec;

describe('strategic merge patch', () => {
  const containers = [
    { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
    { name: 'b', image: 'b:1' },
  ];

  it('merges lists by their keys', () => {
    expect(
      patchSpec(
        { containers },
        {
          containers: [
            { name: 'a', env: [{ name: 'Y', value: '2' }] },
            { name: 'c', image: 'c:1' },
          ],
        },
      ).containers,
    ).toEqual([
      {
        name: 'a',
        image: 'a:1',
        env: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '2' },
        ],
      },
      { name: 'b', image: 'b:1' },
      { name: 'c', image: 'c:1' },
    ]);
  });

  it('deletes, replaces and orders as its directives say', () => {
    expect(
      patchSpec(
        { containers },
        { containers: [{ name: 'b', $patch: 'delete' }] },
      ).containers,
    ).toEqual([containers[0]]);
    expect(
      patchSpec(
        { containers },
        { containers: [{ $patch: 'replace' }, { name: 'z', image: 'z' }] },
      ).containers,
    ).toEqual([{ name: 'z', image: 'z' }]);
    expect(
      patchSpec(
        { containers },
        {
          '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
          containers: [{ name: 'a', image: 'a:2' }],
        },
      ).containers.map((c: any) => [c.name, c.image]),
    ).toEqual([
      ['b', 'b:1'],
      ['a', 'a:2'],
    ]);
    expect(
      patchSpec(
        { nodeSelector: { a: '1' } },
        { nodeSelector: { $patch: 'replace', b: '2' } },
      ).nodeSelector,
    ).toEqual({ b: '2' });
  });

  it('keeps only the keys of a union that the patch names', () => {
    const volumes = [{ name: 'v', configMap: { name: 'c' } }];
    expect(
      patchSpec(
        { volumes },
        {
          volumes: [
            { name: 'v', $retainKeys: ['name', 'emptyDir'], emptyDir: {} },
          ],
        },
      ).volumes,
    ).toEqual([{ name: 'v', emptyDir: {} }]);
  });

  it('merges and shortens lists of plain values', () => {
    const meta = (patch: object) =>
      (
        strategicMerge(
          schema,
          { metadata: { finalizers: ['a', 'b'] } },
          { metadata: patch },
        ) as any
      ).metadata.finalizers;
    expect(meta({ finalizers: ['c'] })).toEqual(['a', 'b', 'c']);
    expect(meta({ '$deleteFromPrimitiveList/finalizers': ['a'] })).toEqual([
      'b',
    ]);
  });

  it('replaces lists without a key, and removes by null', () => {
    expect(
      patchSpec(
        { tolerations: [{ key: 'a' }] },
        { tolerations: [{ key: 'b' }] },
      ).tolerations,
    ).toEqual([{ key: 'b' }]);
    expect(
      patchSpec({ hostname: 'x', containers }, { hostname: null }),
    ).toEqual({
      containers,
    });
  });

  it('refuses items without their key and unknown directives', () => {
    expect(() =>
      patchSpec({ containers }, { containers: [{ image: 'x' }] }),
    ).toThrow('does not contain declared merge key: name');
    expect(() => patchSpec({}, { $patch: 'explode' })).toThrow(
      'unknown patch type',
    );
  });
});

describe('merge patch', () => {
  // The examples of RFC 7386, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});
