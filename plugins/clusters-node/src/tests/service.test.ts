import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { clustersServiceRef } from '../clustersServiceRef';
import { DefaultClustersService } from '../DefaultClustersService';
import type { ClustersService, RowChange } from '../types';
import {
  failure,
  json,
  ReceivedRequest,
  ScriptedServer,
} from './ScriptedServer';

const CONFIG_MAPS = {
  id: 'names',
  apiVersion: 'v1',
  kind: 'ConfigMap',
  trim: (object: any) => object.metadata.name as string,
};

const item = (name: string, resourceVersion: number) => ({
  metadata: { name, namespace: 'team', resourceVersion: `${resourceVersion}` },
});

/** Waits until something that the other side of a connection brings about is there. */
async function until(condition: () => boolean) {
  while (!condition()) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

describe('the clusters of a process', () => {
  let server: ScriptedServer;
  let service: DefaultClustersService;
  const logger = mockServices.logger.mock();
  /** Answers lists and watches of any kind; set by each test. */
  let list: (request: ReceivedRequest, response: any) => unknown;
  let watch: (request: ReceivedRequest, response: any) => unknown;
  const seen = (what: 'list' | 'watch') =>
    server.requests.filter(
      r =>
        /\/(configmaps|pods|kind\d+)$/.test(r.path) &&
        r.query.has('watch') === (what === 'watch'),
    );

  beforeEach(async () => {
    list = (_, response) =>
      json(response, { metadata: { resourceVersion: '10' }, items: [] });
    watch = (_, response) => response.writeHead(200).flushHeaders();
    server = await ScriptedServer.start((request, response) => {
      switch (request.path) {
        case '/version':
          return json(response, { gitVersion: 'v1.36.0' });
        case '/readyz':
          return response.end('ok');
        case '/api/v1':
          return json(response, {
            resources: [
              { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
              ...Array.from({ length: 9 }, (_, i) => ({
                name: `kind${i}`,
                kind: `Kind${i}`,
                namespaced: true,
              })),
            ],
          });
        default:
          return request.query.has('watch')
            ? watch(request, response)
            : list(request, response);
      }
    });
    service = new DefaultClustersService({
      logger,
      clusters: [
        {
          name: 'dev',
          title: 'Dev',
          sandbox: true,
          connection: {
            type: 'url',
            url: server.url,
            token: 'canary-token',
            skipTlsVerify: false,
          },
        },
        {
          name: 'hole',
          title: 'Black hole',
          sandbox: false,
          connection: {
            type: 'url',
            // TEST-NET-1: packets to it go nowhere.
            url: new URL('https://192.0.2.1'),
            token: 'canary-token',
            skipTlsVerify: false,
          },
        },
      ],
    });
  });

  afterEach(async () => {
    await service.stop();
    await server.stop();
  });

  it('says how each is, and a black hole holds up no other', async () => {
    await until(() => service.list()[0].health === 'healthy');
    expect(service.list()).toMatchObject([
      {
        name: 'dev',
        title: 'Dev',
        sandbox: true,
        version: 'v1.36.0',
        latencyMs: expect.any(Number),
        lastSeen: expect.any(String),
        watches: [],
      },
      { name: 'hole', health: expect.stringMatching(/unknown|unreachable/) },
    ]);
    server.http.close();
    server.cutConnections();
    await expect(
      service.client('dev').discover({ apiVersion: 'v1', kind: 'Pod' }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    expect(JSON.stringify(Object.values(logger))).not.toContain('canary');
    expect(() => service.client('prod')).toThrow(
      expect.objectContaining({
        name: 'NotFoundError',
        message: 'There is no cluster "prod"; jimu.clusters has dev, hole',
      }),
    );
  });

  it('reads pages, then follows from there, asking for bookmarks', async () => {
    list = ({ query }, response) =>
      json(
        response,
        query.has('continue')
          ? { metadata: { resourceVersion: '10' }, items: [item('b', 2)] }
          : {
              metadata: { resourceVersion: '10', continue: 'next' },
              items: [item('a', 1)],
            },
      );
    watch = (_, response) =>
      response.write(
        `${JSON.stringify({ type: 'ADDED', object: item('积木', 11) })}\n`,
      );
    const reflection = service.watch('dev', {
      ...CONFIG_MAPS,
      namespace: 'team',
      labelSelector: 'app=x',
    });
    await reflection.ready();
    await until(() => reflection.rows().length === 3);
    expect(reflection.rows()).toEqual(['a', 'b', '积木']);
    expect(reflection.state).toBe('live');
    expect(seen('list').map(r => r.query.toString())).toEqual([
      'limit=500&labelSelector=app%3Dx',
      'limit=500&continue=next&labelSelector=app%3Dx',
    ]);
    expect(seen('watch')[0].path).toBe('/api/v1/namespaces/team/configmaps');
    expect(Object.fromEntries(seen('watch')[0].query)).toEqual({
      watch: '1',
      resourceVersion: '10',
      allowWatchBookmarks: 'true',
      timeoutSeconds: expect.stringMatching(/^(2[4-9]\d|300)$/),
      labelSelector: 'app=x',
    });
    expect(service.list()[0].watches).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'team',
        labelSelector: 'app=x',
        state: 'live',
        objects: 3,
        lastSeen: expect.any(String),
      },
    ]);
  });

  it('shares a watch among its readers and ends it with the last', async () => {
    const first = service.watch('dev', CONFIG_MAPS);
    const second = service.watch('dev', CONFIG_MAPS);
    const other = service.watch('dev', { ...CONFIG_MAPS, namespace: 'team' });
    await Promise.all([first.ready(), second.ready(), other.ready()]);
    await until(() => seen('watch').length === 2);
    expect(seen('list')).toHaveLength(2);
    first.close();
    first.close();
    expect(first.state).toBe('stopped');
    expect(service.list()[0].watches).toHaveLength(2);
    second.close();
    expect(service.list()[0].watches).toHaveLength(1);
    const again = service.watch('dev', CONFIG_MAPS);
    await again.ready();
    expect(seen('list')).toHaveLength(3);
  });

  it('keeps what one listener does wrong from the others', async () => {
    const events: any[] = [];
    watch = (_, response) => {
      response.flushHeaders();
      events.push(response);
    };
    const reflection = service.watch('dev', CONFIG_MAPS);
    const heard: RowChange<string>[] = [];
    reflection.subscribe(() => {
      throw new Error('broken listener');
    });
    reflection.subscribe((async () => {
      throw new Error('broken promise');
    }) as () => void);
    const stop = reflection.subscribe(change => heard.push(change));
    await until(() => events.length === 1);
    const send = (name: string, rv: number) =>
      events[0].write(
        `${JSON.stringify({ type: 'ADDED', object: item(name, rv) })}\n`,
      );
    send('a', 11);
    await until(() => reflection.rows().length === 1);
    stop();
    send('b', 12);
    await until(() => reflection.rows().length === 2);
    expect(heard).toEqual([
      { cluster: 'dev', namespace: 'team', name: 'a', row: 'a' },
    ]);
    expect(logger.error).toHaveBeenCalledTimes(4);
  });

  it('has at most two lists of a cluster under way', async () => {
    let running = 0;
    let most = 0;
    list = async (_, response) => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setTimeout(resolve, 10));
      running--;
      json(response, { metadata: { resourceVersion: '10' }, items: [] });
    };
    const reflections = Array.from({ length: 9 }, (_, i) =>
      service.watch('dev', { ...CONFIG_MAPS, kind: `Kind${i}` }),
    );
    await Promise.all(reflections.map(reflection => reflection.ready()));
    expect(most).toBe(2);
  });

  it('survives broken lines and cut connections without losing its place', async () => {
    const lines = [
      '{"type":"ADDED","object":{"metadata":{"na',
      'no json\n',
      `${JSON.stringify({ type: 'ADDED', object: item('a', 11) })}\n`,
    ];
    watch = (_, response) => {
      const line = lines.shift();
      response.write(line ?? '');
      if (line && lines.length > 0) {
        setTimeout(() => response.destroy(), 5);
      } else {
        response.flushHeaders();
      }
    };
    const reflection = service.watch('dev', CONFIG_MAPS);
    await until(() => reflection.row('a', 'team') === 'a');
    expect(seen('list')).toHaveLength(1);
    expect(seen('watch').map(r => r.query.get('resourceVersion'))).toEqual([
      '10',
      '10',
      '10',
    ]);
  });

  it('tells what is wrong while a list is refused', async () => {
    list = (_, response) =>
      failure(response, 403, 'Forbidden', 'jimu may not list configmaps');
    const reflection = service.watch('dev', CONFIG_MAPS);
    await until(() => reflection.state === 'failed');
    expect(service.list()[0].watches[0]).toMatchObject({
      state: 'failed',
      message: 'jimu may not list configmaps',
    });
    const gaveUp = new Error('gave up');
    await expect(reflection.ready(AbortSignal.abort(gaveUp))).rejects.toBe(
      gaveUp,
    );
  });

  it('is one for all plugins, and stops with the process', async () => {
    const services: ClustersService[] = [];
    const plugin = (pluginId: string) =>
      createBackendPlugin({
        pluginId,
        register(env) {
          env.registerInit({
            deps: { clusters: clustersServiceRef, log: coreServices.logger },
            async init({ clusters }) {
              services.push(clusters);
            },
          });
        },
      });
    const backend = await startTestBackend({
      features: [
        plugin('one'),
        plugin('two'),
        mockServices.rootConfig.factory({
          data: {
            jimu: {
              clusters: [{ name: 'dev', url: server.url.href, token: 'x' }],
            },
          },
        }),
      ],
    });
    expect(services[0]).toBe(services[1]);
    const reflection = services[0].watch('dev', CONFIG_MAPS);
    await reflection.ready();
    await backend.stop();
    expect(reflection.state).toBe('stopped');
    expect(() => services[0].watch('dev', CONFIG_MAPS)).toThrow(
      'shutting down',
    );
  });
});
