import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { ServiceAccountTokens } from '../../access';
import { admissionPlugins, controllers } from '..';
import type { SandboxObject } from '../../types';
import { sandboxHarness } from './sandboxHarness';

const turn = () => new Promise<void>(resolve => setImmediate(resolve));
const namespace = 'team';

/** What one would write down of a namespace: names that carry chance, versions and times left out. */
function essence(objects: SandboxObject[]) {
  return objects
    .map(({ kind, metadata, status, spec }) => ({
      kind,
      app: metadata.labels?.app,
      image: spec?.containers?.[0]?.image,
      replicas: spec?.replicas,
      phase: status?.phase,
      ready: status?.readyReplicas,
    }))
    .map(row => JSON.stringify(row))
    .sort();
}

const pod = (app: string) =>
  JSON.stringify({ kind: 'Pod', app, image: 'app:2', phase: 'Running' });
const wanted = [
  JSON.stringify({ kind: 'Deployment', replicas: 3, ready: 3 }),
  ...[pod('db'), pod('db'), pod('web'), pod('web'), pod('web')],
  JSON.stringify({ kind: 'StatefulSet', replicas: 2, ready: 2 }),
];

describe('after any number of restarts at any moment', () => {
  it('a namespace ends up as it would have without them', async () => {
    const run = async (stops: number[]) => {
      const sandbox = sandboxHarness({
        controllers: () =>
          controllers({
            serviceAccounts: new ServiceAccountTokens('k'.repeat(32)),
            clusterCa: 'THE CA',
          }),
        admission: admissionPlugins,
      });
      const { api } = sandbox;
      const template = (app: string, image: string) => ({
        metadata: { labels: { app } },
        spec: { containers: [{ name: 'c', image }] },
      });
      const workload = (kind: string, name: string, more: object = {}) =>
        api.create({
          apiVersion: 'apps/v1',
          kind,
          metadata: { name, namespace },
          spec: {
            replicas: 3,
            selector: { matchLabels: { app: name } },
            template: template(name, 'app:1'),
            ...more,
          },
        });
      api.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      });
      workload('Deployment', 'web');
      workload('StatefulSet', 'db', {
        serviceName: 'db',
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      });
      const steps = [
        () =>
          sandbox.api.patch(
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: 'web',
              namespace,
            },
            { spec: { template: template('web', 'app:2') } },
          ),
        () =>
          sandbox.api.patch(
            {
              apiVersion: 'apps/v1',
              kind: 'StatefulSet',
              name: 'db',
              namespace,
            },
            { spec: { replicas: 2, template: template('db', 'app:2') } },
          ),
      ];
      for (const turns of stops) {
        for (let i = 0; i < turns; i += 1) await turn();
        steps.shift()?.();
        for (let i = 0; i < turns / 2; i += 1) await turn();
        await sandbox.restart();
      }
      steps.forEach(step => step());
      const list = (apiVersion: string, kind: string) =>
        sandbox.api.list({ apiVersion, kind, namespace });
      const pods = () => list('v1', 'Pod');
      const found = () =>
        essence([
          ...pods(),
          ...list('apps/v1', 'Deployment'),
          ...list('apps/v1', 'StatefulSet'),
        ]);
      await sandbox.until(() => isDeepStrictEqual(found(), wanted));
      await sandbox.settled();
      expect(found()).toEqual(wanted);
      const { messages } = sandbox;
      sandbox.api.delete({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: namespace,
      });
      await sandbox.until(
        () =>
          !sandbox.api.get({
            apiVersion: 'v1',
            kind: 'Namespace',
            name: namespace,
          }),
      );
      await sandbox.until(
        () =>
          !sandbox.api.list({ apiVersion: 'v1', kind: 'PersistentVolume' })
            .length,
      );
      await sandbox.dispose();
      return messages;
    };
    expect(await run([])).toEqual([]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 120 }), {
          minLength: 1,
          maxLength: 4,
        }),
        async stops => {
          expect(await run(stops)).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});
