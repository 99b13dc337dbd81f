import {
  createServiceFactory,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { clustersServiceRef } from '@jimu/plugin-clusters-node';
import {
  brokerAdminPermission,
  instanceReadPermission,
  inTenantsDecision,
} from '@jimu/plugin-service-broker-common';
import { tenantsServiceRef } from '@jimu/plugin-tenants-node';
import request from 'supertest';
import { serviceBrokerPlugin } from '../../plugin';
import { OFFERINGS } from './BrokerHarness';
import { FakeCluster } from './FakeCluster';
import { operate } from './fakeOperator';
import { fakeTenants } from './fakeTenants';

/** What a person may do; names are the local parts of user refs. */
const PEOPLE: Record<
  string,
  { developer: string[]; viewer: string[]; admin?: true }
> = {
  'li.na': { developer: ['pay'], viewer: ['pay'] },
  'wang.wei': { developer: [], viewer: ['pay'] },
  'zhao.lei': { developer: ['shop'], viewer: ['shop'] },
  nobody: { developer: [], viewer: [] },
  admin: { developer: [], viewer: [], admin: true },
};

export type Person = keyof typeof PEOPLE;

/** Rights by name instead of by group; the decisions have the shape of the portal's policy. */
function policy(): PermissionsService {
  const decide = (
    permission: Parameters<typeof isPermission>[0],
    ref: string | undefined,
  ): PolicyDecision => {
    const person = PEOPLE[ref?.split('/')[1] ?? ''];
    if (!person) return { result: AuthorizeResult.DENY };
    const reads = isPermission(permission, instanceReadPermission);
    if (isPermission(permission, brokerAdminPermission)) {
      return {
        result: person.admin ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      };
    }
    if (person.admin && reads) return { result: AuthorizeResult.ALLOW };
    return inTenantsDecision(
      permission as typeof instanceReadPermission,
      reads ? person.viewer : person.developer,
    );
  };
  const answer = async (
    queries: { permission: any }[],
    options: any,
  ): Promise<any[]> => {
    const { principal } = options.credentials;
    return queries.map(({ permission }) =>
      principal.type === 'service'
        ? { result: AuthorizeResult.ALLOW }
        : decide(permission, principal.userEntityRef),
    );
  };
  return { authorize: answer, authorizeConditional: answer };
}

export interface StartedBroker {
  cluster: FakeCluster;
  url: string;
  stop(): Promise<void>;
  /** A request in the name of a person; `undefined`: without credentials. */
  as(person: Person | undefined): {
    send(
      method: 'get' | 'post' | 'delete',
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ): Promise<request.Response>;
  };
  /** Orders and waits until it is ready. */
  ready(name: string, offering?: string): Promise<string>;
  bound(instanceId: string, name: string): Promise<string>;
}

/** The plugin in a backend, with real workers, a cluster in memory and operators that act at once. */
export async function startBroker(
  options: {
    offerings?: string;
    features?: Parameters<typeof startTestBackend>[0]['features'];
  } = {},
): Promise<StartedBroker> {
  const cluster = new FakeCluster();
  let working = false;
  cluster.watchAll(() => {
    if (working) return;
    working = true;
    setImmediate(() => {
      operate(cluster);
      working = false;
    });
  });
  const backend = await startTestBackend({
    features: [
      serviceBrokerPlugin,
      mockServices.rootConfig.factory({
        data: {
          jimu: {
            serviceBroker: { offerings: options.offerings ?? OFFERINGS },
          },
        },
      }),
      createServiceFactory({
        service: clustersServiceRef,
        deps: {},
        factory: () => cluster,
      }),
      createServiceFactory({
        service: tenantsServiceRef,
        deps: {},
        factory: () => fakeTenants(cluster),
      }),
      mockServices.permissions.mock(policy()).factory,
      ...(options.features ?? []),
    ],
  });
  const started: StartedBroker = {
    cluster,
    url: `http://localhost:${backend.server.port()}/api/service-broker`,
    stop: () => backend.stop(),
    as: person => ({
      send: async (method, path, body, headers = {}) => {
        const sent = request(backend.server)
          [method](`/api/service-broker${path}`)
          .set(headers);
        const authorization = person
          ? mockCredentials.user.header(`user:default/${person}`)
          : mockCredentials.none.header();
        sent.set('Authorization', authorization);
        return body === undefined ? sent : sent.send(body as object);
      },
    }),
    async ready(name, offering = 'widget') {
      const { body } = await started.as('li.na').send('post', '/instances', {
        tenant: 'pay',
        environment: 'dev',
        offering,
        plan: 'small',
        name,
      });
      await until(async () => {
        const view = await started
          .as('li.na')
          .send('get', `/instances/${body.instance.id}`);
        return view.body.phase === 'ready';
      });
      return body.instance.id;
    },
    async bound(instanceId, name) {
      const path = `/instances/${instanceId}`;
      const { body } = await started
        .as('li.na')
        .send('post', `${path}/bindings`, {
          name,
          parameters: { space: 'shop' },
        });
      await until(async () => {
        const view = await started.as('li.na').send('get', path);
        return view.body.bindings.some(
          (b: any) => b.id === body.binding.id && b.phase === 'ready',
        );
      });
      return body.binding.id;
    },
  };
  return started;
}

/** Looks until it is so; gives up after a time that no healthy run comes near. */
export async function until(
  so: () => Promise<boolean>,
  ms = 20_000,
): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await so())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
