import { ApiHarness } from './ApiHarness';

describe('a fresh cluster', () => {
  let api: ApiHarness;

  beforeAll(async () => {
    api = await new ApiHarness().start();
  });
  afterAll(() => api.dispose());

  it('has the Service of the API itself', async () => {
    const { body } = await api.call(
      '/api/v1/namespaces/default/services/kubernetes',
    );
    expect(body.spec).toMatchObject({
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', port: 443 }],
    });
  });

  it.each(['default', 'kube-system', 'kube-public'])(
    'keeps the namespace %s',
    async name => {
      const path = `/api/v1/namespaces/${name}`;
      const refused = await api.delete(path);
      expect(refused.body).toMatchObject({
        code: 403,
        reason: 'Forbidden',
        message: `namespaces "${name}" is forbidden: this namespace may not be deleted`,
      });
      const { body } = await api.call(path);
      expect(body.metadata.deletionTimestamp).toBeUndefined();
    },
  );

  it.each(['/nowhere', '/api/v1/namespaces/default/pods/a/nowhere'])(
    'answers %s with a Status that has details',
    async path => {
      const { body } = await api.call(path);
      expect(body).toMatchObject({ code: 404, reason: 'NotFound' });
      expect(body.details).toEqual({});
    },
  );

  it('has OpenAPI v2 in the form that a client asks for', async () => {
    const swagger = (accept: string) =>
      api.call('/openapi/v2', { headers: { accept } });
    const binary = await swagger(
      'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
    );
    expect(binary.code).toBe(200);
    expect(binary.headers['content-type']).toBe(
      'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
    );
    expect(binary.text).toContain('#/definitions/V1PodSpec');
    expect((await swagger('application/json')).body.swagger).toBe('2.0');
    expect((await swagger('text/html')).code).toBe(406);
  });
});
