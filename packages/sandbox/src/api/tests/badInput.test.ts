import * as fc from 'fast-check';
import { connect } from 'node:tls';
import { ApiHarness } from './ApiHarness';

describe('bad input over HTTP', () => {
  const api = new ApiHarness();
  const maps = '/api/v1/namespaces/default/configmaps';
  const deployments = '/apis/apps/v1/namespaces/default/deployments';

  beforeAll(() => api.start());
  afterAll(() => api.dispose());

  it.each([
    ['{"metadata":{"name":"a"', 400],
    ['', 400],
    ['null', 400],
    ['[]', 400],
    ['"x"', 400],
    ['1', 400],
    ['{"metadata":[]}', 400],
    ['{"metadata":{"name":7}}', 400],
    ['{"metadata":{"name":"a","labels":{"x":1}}}', 400],
    ['{"metadata":{"name":"a","labels":"x"}}', 400],
    ['{"metadata":{"name":"a","finalizers":[1]}}', 400],
    ['{"metadata":{"name":"a","ownerReferences":[null]}}', 400],
    ['{"metadata":{"name":"a"},"data":[]}', 400],
    ['{"metadata":{"name":"a"},"data":{"k":1}}', 400],
    ['{"metadata":{"name":"a"},"data":{"k/l":"1"}}', 422],
    ['{"metadata":{"name":"A"}}', 422],
    ['{"metadata":{"name":"a","labels":{"-x":"1"}}}', 422],
    ['{"metadata":{"name":"a","annotations":{"a/b/c":"1"}}}', 422],
    [`{"metadata":{"name":"${'a'.repeat(254)}"}}`, 422],
    ['{"metadata":{"namespace":"other","name":"a"}}', 400],
    ['{"apiVersion":"v2","kind":"ConfigMap","metadata":{"name":"a"}}', 400],
    ['{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}', 400],
    [
      `{"metadata":{"name":"a"},"x":${'['.repeat(2000)}${']'.repeat(2000)}}`,
      400,
    ],
    [
      `{"metadata":{"name":"a"},"data":{"k":"${'x'.repeat(1024 * 1024 + 1)}"}}`,
      422,
    ],
    [
      `{"metadata":{"name":"a"},"data":{"k":"${'x'.repeat(3 * 1024 * 1024)}"}}`,
      413,
    ],
  ])('%.60s is refused', async (text, code) => {
    const answer = await api.post(maps, text);
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      code,
    });
    expect(answer.text.length).toBeLessThan(8192);
  });

  it('does not reach prototypes', async () => {
    const created = await api.post(
      maps,
      '{"metadata":{"name":"proto","labels":{"__proto__":"x","constructor":"y"}},"__proto__":{"polluted":1},"data":{"__proto__":"z"}}',
    );
    expect(created.code).toBe(422);
    const patched = await api.post(maps, { metadata: { name: 'proto' } });
    expect(patched.code).toBe(201);
    const bad = [
      [
        'merge',
        '{"__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1}}}',
      ],
      ['json', '[{"op":"add","path":"/__proto__/polluted","value":1}]'],
      [
        'json',
        '[{"op":"add","path":"/constructor/prototype/polluted","value":1}]',
      ],
    ] as const;
    for (const [type, patch] of bad) {
      const { code } = await api.patch(`${maps}/proto`, patch, type);
      expect(code).toBeLessThan(500);
    }
    expect(({} as any).polluted).toBeUndefined();
    await api.delete(`${maps}/proto`);
  });

  it.each([
    ['GET', '/nothing', 404],
    ['GET', '/api/v9', 404],
    ['GET', '/apis/nothing.example.com', 404],
    ['GET', '/apis/apps/v1/nothings', 404],
    ['GET', '/api/v1/namespaces/default/nodes', 404],
    ['GET', '/api/v1/namespaces/default/pods/a/b/c/d', 404],
    ['GET', '/api/v1/namespaces/%2e%2e/configmaps/a', 404],
    ['GET', '/api/v1/namespaces/default/configmaps/%E0%A4%A', 400],
    ['GET', '/api/v1/namespaces//configmaps/a', 404],
    ['GET', `${maps}?limit=many`, 400],
    ['GET', `${maps}?labelSelector=a%3D%3D%3Db`, 400],
    ['GET', `${maps}?resourceVersion=abc`, 400],
    ['POST', '/api/v1/configmaps', 405],
    ['PUT', maps, 405],
    ['PATCH', maps, 405],
    ['POST', `${maps}/a`, 405],
    ['OPTIONS', maps, 405],
    ['DELETE', '/version', 405],
    ['DELETE', '/api/v1/configmaps', 405],
  ])('%s %s answers %i', async (method, path, code) => {
    const answer = await api.call(path, {
      method,
      body: method === 'GET' ? undefined : {},
    });
    expect([answer.code, answer.body?.kind]).toEqual([code, 'Status']);
  });

  it('knows media types', async () => {
    const send = (type: string, body: unknown, method = 'POST', path = maps) =>
      api.call(path, { method, body, headers: { 'content-type': type } });
    expect((await send('text/html', '{}')).code).toBe(415);
    expect((await send('application/vnd.kubernetes.protobuf', 'x')).code).toBe(
      400,
    );
    expect((await send('application/yaml', 'a: [')).code).toBe(400);
    expect((await send('application/yaml', '&a [*a, *a]')).code).toBe(400);
    expect(
      (await send('application/json', '{}', 'PATCH', `${maps}/a`)).code,
    ).toBe(415);
    expect(
      (await send('application/yaml', 'metadata: {name: y}\ndata: {k: "1"}'))
        .code,
    ).toBe(201);
    const accept = await api.call(maps, { headers: { accept: 'text/html' } });
    expect(accept.code).toBe(406);
    await api.delete(`${maps}/y`);
  });

  it.each([
    [
      { replicas: 'three' },
      400,
      'json: cannot unmarshal string into Go struct field Deployment.spec.replicas of type int32',
    ],
    [{ replicas: 1.5 }, 400, 'cannot unmarshal number 1.5'],
    [{ replicas: -1 }, 422, 'spec.replicas: Invalid value: -1'],
    [{ selector: {} }, 422, 'spec.selector: Invalid value'],
    [
      { selector: { matchLabels: { app: 'other' } } },
      422,
      '`selector` does not match template `labels`',
    ],
    [{ template: null }, 422, 'spec.template: Required value'],
    [
      { template: { metadata: { labels: { app: 'a' } }, spec: {} } },
      422,
      'spec.template.spec.containers: Required value',
    ],
  ])('refuses a Deployment with %j', async (change, code, message) => {
    const answer = await api.post(deployments, {
      metadata: { name: 'a' },
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: {
          metadata: { labels: { app: 'a' } },
          spec: { containers: [{ name: 'a', image: 'a' }] },
        },
        ...change,
      },
    });
    expect(answer.code).toBe(code);
    expect(answer.body.message).toContain(message);
  });

  it('survives what is not HTTP', async () => {
    await new Promise<void>(resolve => {
      const socket = connect(
        { port: api.port, host: '127.0.0.1', rejectUnauthorized: false },
        () => socket.end('NONSENSE\r\n\r\n'),
      );
      socket.on('data', () => {});
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
    expect((await api.call('/readyz')).text).toBe('ok');
  });

  it('never answers 500, whatever the objects look like', async () => {
    const paths = [
      maps,
      deployments,
      '/api/v1/namespaces/default/services',
      '/api/v1/namespaces/default/pods',
      '/api/v1/namespaces/default/secrets',
      '/api/v1/namespaces/default/persistentvolumeclaims',
      '/apis/apps/v1/namespaces/default/statefulsets',
      '/apis/batch/v1/namespaces/default/cronjobs',
      '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
      '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings',
      '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    ];
    const keys = [
      'metadata',
      'name',
      'labels',
      'spec',
      'status',
      'template',
      'containers',
      'ports',
      'selector',
      'replicas',
      'data',
      'type',
      'versions',
      'names',
      'jobTemplate',
      'rules',
      'roleRef',
      'subjects',
      'volumeClaimTemplates',
      'strategy',
      'ingress',
      'resources',
      'group',
      'image',
      'schedule',
    ];
    const { value } = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(
          null,
          true,
          0,
          -1,
          1.5,
          2 ** 40,
          '',
          'a',
          'x'.repeat(70),
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 5 }),
        fc.boolean(),
        async (path, content, isApply) => {
          const body: any = {
            ...content,
            metadata: { name: 'fuzz', ...(content as any).metadata },
          };
          const { code, text } = isApply
            ? await api.patch(
                `${path}/fuzz?fieldManager=f&force=true`,
                body,
                'apply',
              )
            : await api.post(path, body);
          if (code >= 500) throw new Error(`${code} ${text}`);
          if (code < 300) await api.delete(`${path}/fuzz`);
        },
      ),
      { numRuns: 400 },
    );
    // Only what is the sandbox's own fault is told to its log.
    expect(api.messages).toEqual([]);
  });
});
