import { encodeSwagger } from './encodeSwagger';
import { WireReader } from './WireReader';

type Fields = Record<number, (Buffer | bigint)[]>;

function fieldsOf(bytes: Buffer | bigint): Fields {
  const reader = new WireReader(bytes as Buffer);
  const fields: Fields = {};
  while (!reader.isAtEnd()) {
    const { field, wire } = reader.tag();
    const value = wire === 0 ? reader.varint() : reader.chunk();
    (fields[field] ??= []).push(value);
  }
  return fields;
}

describe('a Swagger document in protocol buffers', () => {
  const document = fieldsOf(
    encodeSwagger({
      swagger: '2.0',
      info: { title: 'Kubernetes', version: '1' },
      definitions: {
        Boat: {
          type: 'object',
          required: ['name', 'crew'],
          oneOf: [{ required: ['name'] }],
          properties: {
            name: { type: 'string', maxLength: 300, enum: ['a', 'b'] },
            crew: { type: 'array', items: { $ref: '#/definitions/Man' } },
            captain: {
              type: 'object',
              description: 'who leads',
              allOf: [{ $ref: '#/definitions/Man' }],
            },
            free: { type: 'object', additionalProperties: true },
          },
          'x-kubernetes-group-version-kind': [{ kind: 'Boat' }],
        },
      },
    }),
  );
  const boat = (() => {
    const [definition] = fieldsOf(document[9][0])[1];
    return fieldsOf(fieldsOf(definition)[2][0]);
  })();
  const properties = Object.fromEntries(
    fieldsOf(boat[25][0])[1].map(entry => {
      const { 1: name, 2: value } = fieldsOf(entry);
      return [String(name[0]), fieldsOf(value[0])];
    }),
  );

  it('names itself and its kinds', () => {
    expect(String(document[1][0])).toBe('2.0');
    expect(String(fieldsOf(document[2][0])[1][0])).toBe('Kubernetes');
    expect(boat[19].map(String)).toEqual(['name', 'crew']);
    const extension = fieldsOf(boat[31][0]);
    expect(String(extension[1][0])).toBe('x-kubernetes-group-version-kind');
    expect(String(fieldsOf(extension[2][0])[2][0])).toBe('[{"kind":"Boat"}]');
  });

  it('has types, limits, lists and free fields', () => {
    expect(properties.name[11]).toEqual([300n]);
    expect(properties.name[20].map(v => String(fieldsOf(v)[2][0]))).toEqual([
      '"a"',
      '"b"',
    ]);
    expect(String(fieldsOf(properties.name[22][0])[1][0])).toBe('string');
    const item = fieldsOf(fieldsOf(properties.crew[23][0])[1][0]);
    expect(String(item[1][0])).toBe('#/definitions/Man');
    expect(fieldsOf(properties.free[21][0])[2]).toEqual([1n]);
  });

  it('writes a reference in allOf plainly, without a type beside it', () => {
    expect(String(properties.captain[1][0])).toBe('#/definitions/Man');
    expect(String(properties.captain[4][0])).toBe('who leads');
    expect(properties.captain[22]).toBeUndefined();
  });
});
