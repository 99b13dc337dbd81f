import { checkParameter } from './checkParameter';
import {
  chosenParameters,
  initialValues,
  ParameterField,
  parameterFields,
} from './parameterFields';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['owner'],
  properties: {
    nodes: {
      type: 'integer',
      enum: [3, 5],
      'x-title': { en: 'Nodes', zh: '节点数' },
      'x-mutable': true,
    },
    storage: {
      type: 'string',
      format: 'k8s-quantity',
      default: '1Gi',
      'x-unit': 'bytes',
      'x-minimum': '1Gi',
      'x-maximum': '100Gi',
      'x-title': { en: 'Storage', zh: '存储' },
      'x-mutable': 'increase-only',
    },
    retentionHours: {
      type: 'integer',
      minimum: 1,
      maximum: 8760,
      default: 168,
      'x-unit': 'hours',
      'x-title': { en: 'Retention', zh: '保留时间' },
    },
    owner: {
      type: 'string',
      pattern: '^[a-z]+$',
      maxLength: 5,
      not: { enum: ['root'] },
    },
    persistence: { type: 'boolean', default: true },
    nested: { type: 'object' },
  },
};

const fields = parameterFields(schema, { nodes: 3, storage: '2Gi' });
const field = (name: string) =>
  fields.find(f => f.name === name) as ParameterField;

describe('parameter fields', () => {
  it('come from the schema, with the plan defaults first', () => {
    expect(fields.map(f => [f.name, f.kind, f.default, f.advanced])).toEqual([
      ['nodes', 'choice', 3, false],
      ['storage', 'quantity', '2Gi', false],
      ['retentionHours', 'number', 168, true],
      ['owner', 'text', undefined, false],
      ['persistence', 'boolean', true, true],
    ]);
    expect(field('owner').title).toEqual({ en: 'owner', zh: 'owner' });
    expect(field('storage').mutable).toBe('increase-only');
  });

  it('send only what was set and differs', () => {
    const values = { ...initialValues(fields), storage: '20Gi', owner: 'me' };
    expect(chosenParameters(fields, values)).toEqual({
      storage: '20Gi',
      owner: 'me',
    });
  });

  it.each([
    ['storage', '20Gi', undefined],
    ['storage', '0.5Gi', { code: 'minimum', params: { minimum: '1Gi' } }],
    ['storage', '1Ti', { code: 'maximum', params: { maximum: '100Gi' } }],
    ['storage', 'much', { code: 'quantity', params: { unit: 'bytes' } }],
    ['storage', '', { code: 'required' }],
    ['nodes', 5, undefined],
    ['nodes', 4, { code: 'enum', params: { allowed: '3, 5' } }],
    ['retentionHours', 'abc', { code: 'type', params: { type: 'integer' } }],
    ['retentionHours', 1.5, { code: 'type', params: { type: 'integer' } }],
    ['retentionHours', 0, { code: 'minimum', params: { minimum: '1' } }],
    ['retentionHours', 9999, { code: 'maximum', params: { maximum: '8760' } }],
    ['owner', undefined, { code: 'required' }],
    ['owner', 'abcdef', { code: 'max-length', params: { maxLength: 5 } }],
    ['owner', 'A', { code: 'pattern', params: { pattern: '^[a-z]+$' } }],
    ['owner', 'root', { code: 'reserved' }],
    ['persistence', false, undefined],
  ] as const)('%s = %p gives %p', (name, value, expected) => {
    expect(checkParameter(field(name), value)).toEqual(expected);
  });

  it('leaves a pattern that the browser cannot read to the server', () => {
    const odd = { ...field('owner'), pattern: '(?<' } as ParameterField;
    expect(checkParameter(odd, 'x')).toBeUndefined();
  });
});
