import { ApiHarness } from './ApiHarness';

const definition = (schema: object, more: object = {}) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boats.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Boat', plural: 'boats', shortNames: ['bt'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: {
            specReplicasPath: '.spec.crew',
            statusReplicasPath: '.status.crew',
          },
        },
        additionalPrinterColumns: [
          { name: 'Crew', type: 'integer', jsonPath: '.spec.crew' },
          {
            name: 'Ready',
            type: 'string',
            jsonPath: '.status.conditions[?(@.type=="Ready")].status',
          },
        ],
        schema: { openAPIV3Schema: schema },
        ...more,
      },
    ],
  },
});
const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', pattern: '^[a-z]+$', maxLength: 10 },
        crew: { type: 'integer', minimum: 0, maximum: 9, default: 2 },
        sail: { type: 'string', enum: ['up', 'down'] },
        port: { 'x-kubernetes-int-or-string': true },
        note: { type: 'string', nullable: true },
        cargo: {
          type: 'array',
          maxItems: 3,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['id'],
          items: {
            type: 'object',
            required: ['id'],
            properties: { id: { type: 'string' }, weight: { type: 'number' } },
          },
        },
        anything: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
        },
      },
      'x-kubernetes-validations': [
        {
          rule: "!has(self.sail) || self.sail == 'down' || self.crew > 0",
          message: 'a sail needs a crew',
        },
        { rule: 'self.name == oldSelf.name', message: 'a boat keeps its name' },
        { rule: 'self.nothingLikeThis()', message: 'never enforced' },
      ],
    },
    status: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    },
  },
};

describe('custom resources over HTTP', () => {
  const api = new ApiHarness();
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const boats = '/apis/example.com/v1/namespaces/default/boats';
  const boat = (spec: object) => ({
    apiVersion: 'example.com/v1',
    kind: 'Boat',
    metadata: { name: 'b' },
    spec,
  });
  const create = (spec: object, query = '') =>
    api.post(`${boats}${query}`, boat(spec));

  beforeAll(async () => {
    await api.start();
    await api.post(definitions, definition(schema));
  });
  afterAll(() => api.dispose());
  afterEach(() => api.delete(boats));

  it('are served at once, in discovery and OpenAPI too', async () => {
    const made = await api.call(`${definitions}/boats.example.com`);
    expect(made.body.status.conditions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'Established', status: 'True' }),
      ]),
    );
    const { body } = await api.call('/apis/example.com/v1');
    expect(body.resources.map((r: any) => r.name)).toEqual([
      'boats',
      'boats/scale',
      'boats/status',
    ]);
    const aggregated = await api.call('/apis', {
      headers: {
        accept:
          'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
      },
    });
    expect(
      aggregated.body.items.find((g: any) => g.metadata.name === 'example.com')
        .versions[0].resources[0],
    ).toMatchObject({
      resource: 'boats',
      scope: 'Namespaced',
      shortNames: ['bt'],
    });
    const openApi = await api.call('/openapi/v3/apis/example.com/v1');
    expect(
      openApi.body.components.schemas['com.example.v1.Boat'].properties.spec
        .required,
    ).toEqual(['name']);
  });

  it('get defaults, lose unknown fields, keep what is free', async () => {
    const { body } = await create({
      name: 'a',
      unknown: 1,
      note: null,
      sail: null,
      anything: { goes: [1, { here: true }] },
    });
    expect(body.spec).toEqual({
      name: 'a',
      crew: 2,
      note: null,
      anything: { goes: [1, { here: true }] },
    });
    const strict = await create(
      { name: 'a', unknown: 1 },
      '?fieldValidation=Strict',
    );
    expect(strict.body.message).toBe(
      'Boat in version "v1" cannot be handled as a Boat: strict decoding error: unknown field "spec.unknown"',
    );
  });

  it.each([
    [{}, 'spec.name: Required value'],
    [
      { name: 'UP' },
      `spec.name: Invalid value: "UP": spec.name in body should match '^[a-z]+$'`,
    ],
    [
      { name: 'abcdefghijkl' },
      'spec.name: Too long: may not be more than 10 bytes',
    ],
    [
      { name: 'a', crew: 12 },
      'spec.crew: Invalid value: 12: spec.crew in body should be less than or equal to 9',
    ],
    [
      { name: 'a', crew: '1' },
      'spec.crew: Invalid value: "string": spec.crew in body must be of type integer: "string"',
    ],
    [
      { name: 'a', sail: 'half' },
      'spec.sail: Unsupported value: "half": supported values: "up", "down"',
    ],
    [
      { name: 'a', port: true },
      'spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
    ],
    [
      { name: 'a', cargo: [{ id: 'x' }, { id: 'x' }] },
      'spec.cargo[1]: Duplicate value: {"id":"x"}',
    ],
    [
      {
        name: 'a',
        cargo: [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }],
      },
      'spec.cargo: Too many: 4: must have at most 3 items',
    ],
    [
      { name: 'a', sail: 'up', crew: 0 },
      'spec: Invalid value: "object": a sail needs a crew',
    ],
  ])('refuse %j', async (spec, message) => {
    const { code, body } = await create(spec);
    expect(code).toBe(422);
    expect(body.message).toBe(`Boat.example.com "b" is invalid: ${message}`);
  });

  it('heed rules about the change', async () => {
    await create({ name: 'a' });
    const { code, body } = await api.patch(`${boats}/b`, {
      spec: { name: 'c' },
    });
    expect(code).toBe(422);
    expect(body.message).toContain('a boat keeps its name');
  });

  it('merge lists by their keys when applied', async () => {
    await api.patch(
      `${boats}/b?fieldManager=one`,
      boat({ name: 'a', cargo: [{ id: 'x', weight: 1 }] }),
      'apply',
    );
    const { body } = await api.patch(
      `${boats}/b?fieldManager=two`,
      boat({ name: 'a', cargo: [{ id: 'y', weight: 2 }] }),
      'apply',
    );
    expect(body.spec.cargo).toEqual([
      { id: 'x', weight: 1 },
      { id: 'y', weight: 2 },
    ]);
    const less = await api.patch(
      `${boats}/b?fieldManager=one`,
      boat({ name: 'a' }),
      'apply',
    );
    expect(less.body.spec.cargo).toEqual([{ id: 'y', weight: 2 }]);
  });

  it('do not take strategic merge patches', async () => {
    await create({ name: 'a' });
    expect((await api.patch(`${boats}/b`, {}, 'strategic-merge')).code).toBe(
      415,
    );
  });

  it('need the version they replace', async () => {
    const { body } = await create({ name: 'a' });
    const blind = await api.put(`${boats}/b`, boat({ name: 'a', crew: 1 }));
    expect(blind.code).toBe(422);
    const seen = await api.put(`${boats}/b`, {
      ...boat({ name: 'a', crew: 1 }),
      metadata: body.metadata,
    });
    expect(seen.body.metadata.generation).toBe(2);
  });

  it('scale by their own paths and print their own columns', async () => {
    await create({ name: 'a' });
    await api.patch(`${boats}/b/status`, {
      status: { crew: 1, conditions: [{ type: 'Ready', status: 'True' }] },
    });
    const { body } = await api.patch(`${boats}/b/scale`, {
      spec: { replicas: 5 },
    });
    expect(body).toMatchObject({
      spec: { replicas: 5 },
      status: { replicas: 1 },
    });
    const table = await api.call(boats, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    expect(table.body.rows[0].cells).toEqual(['b', 5, 'True']);
  });

  it('go with their definition, which waits for finalizers', async () => {
    await api.post(definitions, {
      ...definition({
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
      }),
      metadata: { name: 'rafts.example.com' },
      spec: {
        ...definition({ type: 'object' }).spec,
        names: { kind: 'Raft', plural: 'rafts' },
      },
    });
    const rafts = '/apis/example.com/v1/namespaces/default/rafts';
    await api.post(rafts, {
      metadata: { name: 'held', finalizers: ['example.com/x'] },
    });
    await api.post(rafts, { metadata: { name: 'free' } });
    await api.delete(`${definitions}/rafts.example.com`);
    await new Promise(resolve => setImmediate(resolve));
    const left = await api.call(rafts);
    expect(left.body.items.map((r: any) => r.metadata.name)).toEqual(['held']);
    await api.patch(`${rafts}/held`, { metadata: { finalizers: null } });
    await new Promise(resolve => setImmediate(resolve));
    expect((await api.call(rafts)).code).toBe(404);
    expect((await api.call(`${definitions}/rafts.example.com`)).code).toBe(404);
  });

  it('are served again after a restart', async () => {
    await create({ name: 'a' });
    await api.stop();
    await api.start();
    expect((await api.call(`${boats}/b`)).body.spec.name).toBe('a');
    expect((await create({ name: 'UP' })).code).not.toBe(201);
  });

  it.each([
    [{}, { metadata: { name: 'wrong.example.com' } }, 'metadata.name'],
    [{ group: 'nodots' }, {}, 'spec.group'],
    [{ scope: 'Everywhere' }, {}, 'spec.scope'],
    [
      { versions: [{ name: 'v1', served: true, storage: false }] },
      {},
      'spec.versions',
    ],
  ])(
    'refuse definitions that cannot be served: %j %j',
    async (spec, top, field) => {
      const base = definition(schema);
      const { code, body } = await api.post(definitions, {
        ...base,
        metadata: { name: 'skiffs.example.com' },
        spec: {
          ...base.spec,
          names: { kind: 'Skiff', plural: 'skiffs' },
          ...spec,
        },
        ...top,
      });
      expect(code).toBe(422);
      expect(body.details.causes.map((c: any) => c.field)).toContain(field);
    },
  );
});
