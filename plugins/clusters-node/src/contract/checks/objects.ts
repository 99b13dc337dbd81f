import assert from 'node:assert/strict';
import { configMap, ContractCheck, eventually, refOf } from '../ContractCheck';

const container = { name: 'main', image: 'busybox:1.37' };

/** Discovery, reading and writing of kinds that Jimu works with. */
export const objectChecks: ContractCheck[] = [
  {
    name: 'health: the cluster becomes healthy and says its version',
    async run({ service, cluster }) {
      const info = await eventually('a healthy cluster', () =>
        service
          .list()
          .find(({ name, health }) => name === cluster && health === 'healthy'),
      );
      assert.match(info.version ?? '', /^v\d+\.\d+/);
      assert.ok(info.latencyMs! >= 0);
    },
  },
  {
    name: 'discovery: finds kinds of the core and of groups',
    async run({ client }) {
      const maps = await client.discover({
        apiVersion: 'v1',
        kind: 'ConfigMap',
      });
      assert.equal(maps?.plural, 'configmaps');
      assert.equal(maps.namespaced, true);
      const apps = await client.discover({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
      });
      assert.equal(apps?.group, 'apps');
      assert.equal(apps.version, 'v1');
      for (const verb of ['get', 'list', 'watch', 'patch', 'delete']) {
        assert.ok(apps.verbs.includes(verb), verb);
      }
      assert.ok(apps.subresources.includes('status'));
      assert.ok(apps.subresources.includes('scale'));
      const namespaces = await client.discover({
        apiVersion: 'v1',
        kind: 'Namespace',
      });
      assert.equal(namespaces?.namespaced, false);
    },
  },
  {
    name: 'discovery: misses kinds and groups that are not served',
    async run({ client, namespace }) {
      for (const kind of [
        { apiVersion: 'v1', kind: 'NoSuchKind' },
        { apiVersion: 'apps/v9', kind: 'Deployment' },
        { apiVersion: 'no-such-group.jimu.dev/v1', kind: 'Thing' },
      ]) {
        assert.equal(await client.discover(kind), undefined);
        await assert.rejects(client.get({ ...kind, name: 'x', namespace }), {
          name: 'NotFoundError',
          status: 404,
        });
      }
    },
  },
  {
    name: 'get: a missing object is undefined, a missing namespace too',
    async run({ client, namespace }) {
      const ref = { apiVersion: 'v1', kind: 'ConfigMap', name: 'missing' };
      assert.equal(await client.get({ ...ref, namespace }), undefined);
      assert.equal(
        await client.get({ ...ref, namespace: `${namespace}-missing` }),
        undefined,
      );
    },
  },
  {
    name: 'addresses: namespaced kinds need a namespace, others must have none',
    async run({ client, namespace }) {
      await assert.rejects(
        client.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'x' }),
        { name: 'InputError' },
      );
      await assert.rejects(
        client.get({
          apiVersion: 'v1',
          kind: 'Namespace',
          name: 'x',
          namespace,
        }),
        { name: 'InputError' },
      );
    },
  },
  {
    name: 'create: generates names, and refuses a name that is taken',
    async run(context) {
      const { client, namespace } = context;
      const made = await client.create({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { generateName: 'made-', namespace },
      });
      assert.match(made.metadata.name, /^made-.+/);
      await assert.rejects(
        client.create(configMap(context, made.metadata.name, {})),
        { name: 'ConflictError', status: 409, reason: 'AlreadyExists' },
      );
    },
  },
  {
    name: 'create: refuses unknown fields',
    async run(context) {
      await assert.rejects(
        context.client.create({
          ...configMap(context, 'strict-create', {}),
          dataa: {},
        }),
        { name: 'InputError', message: /unknown field "dataa"/ },
      );
    },
  },
  {
    name: 'mergePatch: sets and removes fields, and knows a missing object',
    async run(context) {
      const { client } = context;
      const object = configMap(context, 'patched', { a: '1', b: '2' });
      await client.create(object);
      const patched = await client.mergePatch(refOf(object), {
        data: { a: null, c: '3' },
      });
      assert.deepEqual(patched?.data, { b: '2', c: '3' });
      assert.equal(
        await client.mergePatch(
          { ...refOf(object), name: 'not-there' },
          { data: {} },
        ),
        undefined,
      );
    },
  },
  {
    name: 'mergePatch: a stale resourceVersion is a conflict',
    async run(context) {
      const { client } = context;
      const object = configMap(context, 'stale', { a: '1' });
      const first = await client.create(object);
      await client.mergePatch(refOf(object), { data: { a: '2' } });
      await assert.rejects(
        client.mergePatch(refOf(object), {
          metadata: { resourceVersion: first.metadata.resourceVersion },
          data: { a: '3' },
        }),
        { name: 'ConflictError', status: 409, reason: 'Conflict' },
      );
    },
  },
  {
    name: 'kinds: a Secret keeps its bytes',
    async run({ client, namespace }) {
      const password = Buffer.from('pässwört 密码').toString('base64');
      const secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'credentials', namespace },
        type: 'Opaque',
        data: { password },
      };
      await client.apply(secret);
      const read = await client.get(refOf(secret));
      assert.deepEqual(read?.data, { password });
      assert.equal(read.type, 'Opaque');
    },
  },
  {
    name: 'kinds: a Deployment counts generations of its spec only',
    async run({ client, namespace }) {
      const deployment = (replicas: number, labels = {}) => ({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'counted', namespace, labels },
        spec: {
          replicas,
          selector: { matchLabels: { app: 'counted' } },
          template: {
            metadata: { labels: { app: 'counted' } },
            spec: { containers: [container] },
          },
        },
      });
      const first = await client.apply(deployment(0));
      assert.equal(first.metadata.generation, 1);
      const labelled = await client.apply(deployment(0, { team: 'x' }));
      assert.equal(labelled.metadata.generation, 1);
      const changed = await client.apply({
        ...deployment(0, { team: 'x' }),
        spec: { ...deployment(0).spec, minReadySeconds: 5 },
      });
      assert.equal(changed.metadata.generation, 2);
      assert.equal(changed.metadata.uid, first.metadata.uid);
    },
  },
  {
    name: 'kinds: an invalid Deployment is refused by field',
    async run({ client, namespace }) {
      await assert.rejects(
        client.apply({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'invalid', namespace },
          spec: {
            selector: { matchLabels: { app: 'one' } },
            template: {
              metadata: { labels: { app: 'two' } },
              spec: { containers: [container] },
            },
          },
        }),
        (error: any) => {
          assert.equal(error.name, 'InputError');
          assert.equal(error.status, 422);
          assert.equal(error.reason, 'Invalid');
          const fields = error.details.causes.map((cause: any) => cause.field);
          assert.ok(fields.includes('spec.template.metadata.labels'), fields);
          return true;
        },
      );
    },
  },
  {
    name: 'kinds: a Job is stored and deleted with its pods',
    async run({ client, namespace }) {
      const job = {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'once', namespace },
        spec: {
          suspend: true,
          template: {
            spec: { restartPolicy: 'Never', containers: [container] },
          },
        },
      };
      const stored = await client.apply<any>(job);
      assert.equal(stored.spec.suspend, true);
      assert.equal(
        await client.delete(refOf(job), { propagationPolicy: 'Background' }),
        true,
      );
      await eventually(
        'the job is gone',
        async () => (await client.get(refOf(job))) === undefined,
      );
    },
  },
  {
    name: 'kinds: Events are found by the object they are about',
    async run({ client, namespace }) {
      for (const name of ['one', 'two']) {
        await client.create({
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { generateName: `${name}-`, namespace },
          involvedObject: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            name: `about-${name}`,
            namespace,
          },
          type: 'Warning',
          reason: 'Checked',
          message: `about ${name}`,
          source: { component: 'contract' },
        });
      }
      const events = await client.list<any>({
        apiVersion: 'v1',
        kind: 'Event',
        namespace,
        fieldSelector: 'involvedObject.name=about-two',
      });
      assert.deepEqual(
        events.map(event => event.message),
        ['about two'],
      );
    },
  },
];
