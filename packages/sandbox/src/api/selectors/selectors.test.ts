import { parseFieldSelector } from './fieldSelector';
import { parseLabelSelector, selectorText } from './labelSelector';
import { ResourceRegistry } from '../registry/ResourceRegistry';

const registry = new ResourceRegistry();
const type = (plural: string) => registry.find('', 'v1', plural)!;

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front', n: '5', 'example.com/x': '' };

  it.each([
    ['app=web', true],
    ['app==web', true],
    ['app = web', true],
    ['app!=web', false],
    ['none!=web', true],
    ['app', true],
    ['!app', false],
    ['!none', true],
    ['app in (web, db)', true],
    ['app in (db)', false],
    ['app notin (db)', true],
    ['none notin (db)', true],
    ['app,tier=front', true],
    ['app in (web),tier notin (back),!none', true],
    ['n>4', true],
    ['n>5', false],
    ['n<6', true],
    ['app>1', false],
    ['example.com/x=', true],
    ['example.com/x', true],
  ])('%s', (text, expected) => {
    expect(parseLabelSelector(text)!(labels)).toBe(expected);
  });

  it.each([
    '=',
    'a=b=c',
    'a in b',
    'a in (b',
    'a notin',
    '-a',
    'a=b,,c',
    'a=$x',
  ])('%s cannot be read', text => {
    expect(() => parseLabelSelector(text)).toThrow(
      'unable to parse requirement',
    );
  });

  it('selects everything when empty', () => {
    expect(parseLabelSelector('')).toBeUndefined();
    expect(parseLabelSelector(undefined)).toBeUndefined();
  });

  it('become text and mean the same', () => {
    const text = selectorText({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['front', 'back'] },
        { key: 'none', operator: 'DoesNotExist' },
        { key: 'n', operator: 'Exists' },
        { key: 'app', operator: 'NotIn', values: ['db'] },
      ],
    });
    expect(text).toBe('app=web,tier in (back,front),!none,n,app notin (db)');
    expect(parseLabelSelector(text)!(labels)).toBe(true);
    expect(selectorText({ app: 'web' })).toBe('app=web');
  });
});

describe('field selectors', () => {
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'default' },
    involvedObject: { kind: 'Pod', name: 'a,b' },
    source: { component: 'kubelet' },
    type: 'Warning',
  };

  it.each([
    ['involvedObject.kind=Pod,type=Warning', true],
    ['involvedObject.kind!=Pod', false],
    [String.raw`involvedObject.name=a\,b`, true],
    ['source=kubelet', true],
    ['involvedObject.uid=', true],
    ['metadata.namespace==default', true],
  ])('%s', (text, expected) => {
    expect(parseFieldSelector(type('events'), text)!.matches(event)).toBe(
      expected,
    );
  });

  it('knows what the fields mean when they are absent', () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } };
    expect(
      parseFieldSelector(type('nodes'), 'spec.unschedulable=false')!.matches(
        node,
      ),
    ).toBe(true);
  });

  it('refuses other fields', () => {
    expect(() => parseFieldSelector(type('pods'), 'spec.image=x')).toThrow(
      'field label not supported: spec.image',
    );
    expect(() => parseFieldSelector(type('pods'), 'nonsense')).toThrow(
      'invalid field selector',
    );
  });
});
