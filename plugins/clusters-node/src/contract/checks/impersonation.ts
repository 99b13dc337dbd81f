import assert from 'node:assert/strict';
import type { ClusterIdentity } from '../../types';
import {
  configMap,
  ContractCheck,
  ContractContext,
  eventually,
  refOf,
  Skipped,
} from '../ContractCheck';

const RBAC = 'rbac.authorization.k8s.io';

/** Lets subjects read ConfigMaps of the namespace, and waits until the cluster knows. */
async function allowReading(
  context: ContractContext,
  name: string,
  subject: { kind: 'User' | 'Group'; name: string },
  identity: ClusterIdentity,
) {
  const { client, namespace } = context;
  await client.apply({
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: { name, namespace },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
  });
  await client.apply({
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: RBAC, kind: 'Role', name },
    subjects: [{ apiGroup: RBAC, ...subject }],
  });
  await eventually('the right to read', () =>
    may(context, identity, 'get', 'configmaps'),
  );
}

async function may(
  { client, namespace }: ContractContext,
  identity: ClusterIdentity,
  verb: string,
  resource: string,
): Promise<boolean> {
  const review = await client.as(identity).create<any>({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, resource } },
  });
  return review.status.allowed;
}

/** Acting as somebody. */
export const impersonationChecks: ContractCheck[] = [
  {
    name: 'as: the rights of a group count, whichever of several it is',
    async run(context) {
      const { client, namespace } = context;
      const group = `${namespace}-readers`;
      const member = { user: 'zhang', groups: ['first', group, 'third'] };
      const stranger = { user: 'zhang', groups: ['first', 'third'] };
      const object = configMap(context, 'for-group', { a: '1' });
      await client.apply(object);
      await allowReading(
        context,
        'group-readers',
        { kind: 'Group', name: group },
        member,
      );
      const read = await client.as(member).get(refOf(object));
      assert.deepEqual(read?.data, { a: '1' });
      await assert.rejects(client.as(stranger).get(refOf(object)), {
        name: 'NotAllowedError',
        status: 403,
        reason: 'Forbidden',
        message: /zhang/,
      });
    },
  },
  {
    name: 'as: the rights of a user count, in any script',
    async run(context) {
      const { client } = context;
      const ming = { user: '小明', groups: [] };
      const object = configMap(context, 'for-user', { a: '1' });
      await client.apply(object);
      await allowReading(
        context,
        'user-readers',
        { kind: 'User', name: '小明' },
        ming,
      );
      assert.ok(await client.as(ming).get(refOf(object)));
      await assert.rejects(
        client.as({ user: '小红', groups: [] }).get(refOf(object)),
        { name: 'NotAllowedError', status: 403 },
      );
    },
  },
  {
    name: 'as: who may read may not write',
    async run(context) {
      const { client } = context;
      const reader = { user: 'writer-not', groups: [] };
      const object = configMap(context, 'read-only', { a: '1' });
      await client.apply(object);
      await allowReading(
        context,
        'only-readers',
        { kind: 'User', name: reader.user },
        reader,
      );
      const as = client.as(reader);
      const changed = configMap(context, 'read-only', { a: '2' });
      for (const write of [
        () => as.apply(changed),
        () => as.create(configMap(context, 'read-only-2', {})),
        () => as.mergePatch(refOf(object), { data: { a: '2' } }),
        () => as.delete(refOf(object)),
        () => as.list({ apiVersion: 'v1', kind: 'ConfigMap' }),
      ]) {
        await assert.rejects(write(), { name: 'NotAllowedError', status: 403 });
      }
      assert.deepEqual((await client.get(refOf(object)))?.data, { a: '1' });
    },
  },
  {
    name: 'as: a SelfSubjectAccessReview answers for whom one acts',
    async run(context) {
      const { client, namespace } = context;
      const nobody = { user: 'nobody-here', groups: ['no-group'] };
      assert.equal(await may(context, nobody, 'delete', 'secrets'), false);
      const own = await client.create<any>({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: {
            namespace,
            verb: 'delete',
            resource: 'secrets',
          },
        },
      });
      assert.equal(own.status.allowed, true);
    },
  },
  {
    name: 'as: the cluster sees user and groups as they were given',
    async run({ client }) {
      const kind = {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
      };
      if (!(await client.discover(kind))) {
        throw new Skipped('the cluster does not serve SelfSubjectReview');
      }
      const { status } = await client
        .as({
          user: '小明',
          groups: ['支付', 'a, b'],
          extra: { 'example.org/reason': ['on call'] },
        })
        .create<any>(kind);
      assert.equal(status.userInfo.username, '小明');
      assert.deepEqual(status.userInfo.groups, [
        '支付',
        'a, b',
        'system:authenticated',
      ]);
      assert.deepEqual(status.userInfo.extra, {
        'example.org/reason': ['on call'],
      });
    },
  },
];
