import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { InstanceView } from '@jimu/plugin-service-broker-common';
import { RunningSandbox, startSandbox } from '@jimu/sandbox';
import type { Knex } from 'knex';
import request from 'supertest';
import { serviceBrokerPlugin } from '../plugin';
import { until } from './__testUtils__/startBroker';

jest.setTimeout(300_000);

const repository = path.resolve(__dirname, '../../../..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'jimu-broker-'));
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const PATIENCE_MS = 120_000;

let knex: Knex;
let sandbox: RunningSandbox;
let portal: Awaited<ReturnType<typeof startPortal>>;

async function startPortal() {
  const backend = await startTestBackend({
    features: [
      serviceBrokerPlugin,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({
        data: {
          jimu: {
            clusters: [
              {
                name: 'main',
                sandbox: true,
                kubeconfig: { file: sandbox.kubernetes.kubeconfig },
              },
            ],
            environments: [
              { name: 'dev', cluster: 'main', exposure: 'nodePort' },
            ],
            tenants: [
              {
                name: 'pay',
                title: '支付',
                owner: 'group:default/payments',
                roles: { owner: ['group:default/payments'] },
              },
            ],
            serviceBroker: {
              offerings: path.join(repository, 'catalog/offerings'),
            },
          },
        },
      }),
    ],
  });
  const send = async (
    method: 'get' | 'post' | 'delete',
    at: string,
    body?: object,
  ) => {
    const answer = await request(backend.server)
      [method](`/api/service-broker${at}`)
      .set('Authorization', mockCredentials.user.header())
      .send(body);
    if (answer.status >= 300) {
      throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  };
  const view = (id: string): Promise<InstanceView> =>
    send('get', `/instances/${id}`);
  return { stop: () => backend.stop(), send, view };
}

const phaseIs = (id: string, phase: string) =>
  until(async () => (await portal.view(id)).phase === phase, PATIENCE_MS);

/** What is left in the tenant's namespace of what was made for instances. */
const leftIn = (namespace: string) =>
  [
    ['v1', 'Secret'],
    ['v1', 'Service'],
    ['v1', 'Pod'],
    ['v1', 'PersistentVolumeClaim'],
    ['apps/v1', 'StatefulSet'],
    ['apps/v1', 'Deployment'],
    ['batch/v1', 'Job'],
    ['redis.redis.opstreelabs.in/v1beta2', 'RedisReplication'],
    ['pxc.percona.com/v1', 'PerconaXtraDBCluster'],
    ['postgresql.cnpg.io/v1', 'Cluster'],
    ['postgresql.cnpg.io/v1', 'DatabaseRole'],
    ['kafka.strimzi.io/v1', 'Kafka'],
    ['kafka.strimzi.io/v1', 'KafkaNodePool'],
    ['kafka.strimzi.io/v1', 'KafkaUser'],
  ].flatMap(([apiVersion, kind]) =>
    sandbox.api
      .list({ apiVersion, kind, namespace })
      .map(o => `${kind} ${o.metadata.name}`),
  );

beforeAll(async () => {
  knex = await databases.init('SQLITE_3');
  sandbox = await startSandbox({ dataDir, pace: 0, realProcesses: false });
  portal = await startPortal();
});

afterAll(async () => {
  await portal?.stop();
  await sandbox?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const order = (offering: string, name: string, plan = 'small') =>
  portal.send('post', '/instances', {
    tenant: 'pay',
    environment: 'dev',
    offering,
    plan,
    name,
  });

describe.each([
  { offering: 'redis', parameters: {}, reachable: true },
  { offering: 'mysql', parameters: { database: 'orders' }, reachable: true },
  { offering: 'postgresql', parameters: {}, reachable: true },
  { offering: 'kafka', parameters: {}, reachable: false },
])('$offering', ({ offering, parameters, reachable }) => {
  it('is ordered, bound, revealed, unbound and given back, and nothing is left', async () => {
    const { instance } = await order(offering, 'orders');
    await phaseIs(instance.id, 'ready');
    const ready = await portal.view(instance.id);
    expect(ready.operation).toMatchObject({
      type: 'create',
      state: 'succeeded',
    });
    expect(ready.events.length).toBeGreaterThan(0);

    const { binding } = await portal.send(
      'post',
      `/instances/${instance.id}/bindings`,
      { name: 'app', parameters },
    );
    const bindingPath = `/instances/${instance.id}/bindings/${binding.id}`;
    await until(
      async () =>
        (await portal.view(instance.id)).bindings[0].phase === 'ready',
      PATIENCE_MS,
    );
    const credentials = await portal.send('post', `${bindingPath}/credentials`);
    const secrets = credentials.fields.filter((f: any) => f.secret);
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.every((f: any) => f.value.length > 0)).toBe(true);
    expect(credentials.external !== undefined).toBe(reachable);
    const outside = (await portal.view(instance.id)).endpoints
      .filter(({ scope }) => scope === 'external')
      .map(({ host, port }) => ({ host, port }));
    expect(outside).toEqual(reachable ? [credentials.external] : []);

    await portal.send('delete', bindingPath);
    await until(
      async () => (await portal.view(instance.id)).bindings.length === 0,
      PATIENCE_MS,
    );
    await portal.send('delete', `/instances/${instance.id}`, {
      confirmName: 'orders',
    });
    await phaseIs(instance.id, 'deleted');
    expect((await portal.view(instance.id)).operation).toMatchObject({
      state: 'succeeded',
    });
    expect(leftIn('pay-dev-svc')).toEqual([]);
  });
});

it('a portal that starts anew completes what the one before has begun, once', async () => {
  const { instance } = await order('redis', 'restarted', 'ha');
  await portal.stop();
  portal = await startPortal();
  await phaseIs(instance.id, 'ready');
  const { resourceName } = await portal.view(instance.id);
  expect(
    leftIn('pay-dev-svc').filter(o => o.startsWith('RedisReplication')),
  ).toEqual([`RedisReplication ${resourceName}`]);
  await portal.send('delete', `/instances/${instance.id}`, {
    confirmName: 'restarted',
  });
  await portal.stop();
  portal = await startPortal();
  await phaseIs(instance.id, 'deleted');
  expect(leftIn('pay-dev-svc')).toEqual([]);
});
