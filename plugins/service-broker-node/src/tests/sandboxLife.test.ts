import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type RunningSandbox } from '@jimu/sandbox';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type {
  DeletionStep,
  ObservedRef,
  RenderContext,
  RenderedResource,
} from '../types';
import { catalogOffering } from './__fixtures__/catalog';
import { contextOf } from './__fixtures__/contexts';

jest.setTimeout(120_000);

const NAMESPACE = 'shop-dev-svc';
const ROUND_MS = 20;
const bindings = {
  redis: {},
  mysql: { database: 'shop' },
  kafka: {},
  postgresql: {},
};
/** What Kubernetes itself puts into every namespace. */
const STANDARD = ['ConfigMap kube-root-ca.crt', 'ServiceAccount default'];

/**
 * Every offering against the operators of the sandbox: ordered, bound, unbound and deleted, with nothing left. With
 * `OPERATOR_CRDS` the schemas of the real operators are enforced.
 */
describe('the life of an instance', () => {
  let sandbox: RunningSandbox;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'offerings-sandbox-'));
    sandbox = await startSandbox({
      dataDir: folder,
      realProcesses: false,
      pace: 0,
      crdFolder: process.env.OPERATOR_CRDS || undefined,
    });
    sandbox.api.apply(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: NAMESPACE },
      },
      'test',
    );
  });
  afterAll(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const read = (refs: ObservedRef[]) =>
    Object.fromEntries(
      refs.flatMap(ref => {
        const object = sandbox.api.get(ref);
        return object ? [[ref.id, object as KubernetesObject]] : [];
      }),
    );

  function apply(resources: RenderedResource[]) {
    for (const { object, generated } of resources) {
      const { apiVersion, kind, metadata } = object;
      const ref = { apiVersion, kind, ...metadata };
      if (generated.length > 0 && sandbox.api.get(ref)) continue;
      const made = generated.map(({ key, length }) => [
        key,
        Buffer.from('x'.repeat(length)).toString('base64'),
      ]);
      const data = {
        ...(object.data as object | undefined),
        ...Object.fromEntries(made),
      };
      sandbox.api.apply(
        { ...object, ...(generated.length > 0 && { data }) },
        'jimu',
      );
    }
  }

  async function until<T>(look: () => T | undefined | false): Promise<T> {
    for (;;) {
      const seen = look();
      if (seen) return seen;
      await sleep(ROUND_MS);
    }
  }

  function remove(ref: ObservedRef, orphan = false) {
    if (!sandbox.api.get(ref)) return;
    sandbox.api.delete(ref, {
      propagationPolicy: orphan ? 'Orphan' : 'Background',
    });
  }

  function whatIsThere(): string[] {
    const kinds = [
      ['v1', 'Pod'],
      ['v1', 'Secret'],
      ['v1', 'Service'],
      ['v1', 'ConfigMap'],
      ['v1', 'ServiceAccount'],
      ['v1', 'PersistentVolumeClaim'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'Deployment'],
      ['batch/v1', 'Job'],
      ['policy/v1', 'PodDisruptionBudget'],
      ...Object.keys(bindings).flatMap(name =>
        catalogOffering(name).requires.map(({ apiVersion, kind }) => [
          apiVersion,
          kind,
        ]),
      ),
    ];
    return kinds
      .flatMap(([apiVersion, kind]) =>
        sandbox.api
          .list({ apiVersion, kind, namespace: NAMESPACE })
          .map(({ metadata }) => `${kind} ${metadata.name}`),
      )
      .filter(object => !STANDARD.includes(object));
  }

  async function order(context: RenderContext, name: string) {
    const offering = catalogOffering(name);
    apply(offering.render(context));
    return until(() => {
      const res = read(offering.observed(context));
      const { state, warnings } = offering.status({ ...context, res });
      expect(warnings).toEqual([]);
      return state === 'ready' && res;
    });
  }

  async function bind(context: RenderContext, name: string) {
    const offering = catalogOffering(name);
    apply(offering.renderBinding(context));
    apply(offering.render(context));
    return until(() => {
      const live = {
        ...context,
        res: read(offering.observed(context)),
        bindingRes: read(offering.observedBinding(context)),
      };
      return offering.bindingStatus(live).state === 'ready' && live;
    });
  }

  async function removeStep(step: DeletionStep) {
    if (step.kind === 'object') {
      remove(step.ref, step.orphan);
      await until(() => !sandbox.api.get(step.ref));
    } else if (step.kind === 'selected') {
      const { apiVersion, objectKind: kind, labels } = step;
      const query = { apiVersion, kind, namespace: NAMESPACE, labels };
      await until(() => {
        const found = sandbox.api.list(query);
        for (const { metadata } of found) {
          remove({ ...query, id: '', name: metadata.name });
        }
        return found.length === 0;
      });
    }
  }

  async function dismantle(context: RenderContext, name: string) {
    const offering = catalogOffering(name);
    const ofBinding = [...offering.observedBinding(context)].reverse();
    const steps: DeletionStep[] = [
      ...ofBinding.map(ref => ({ kind: 'object' as const, ref })),
      ...offering.deletion(context),
      ...offering.leftovers(context),
    ];
    for (const step of steps) await removeStep(step);
  }

  const lives = Object.keys(bindings).flatMap(name => [
    [name, 'small', 'retain'] as const,
    [name, 'ha', 'delete'] as const,
  ]);

  it.each(lives)('%s %s, volumes: %s', async (name, plan, deletionPolicy) => {
    const offering = catalogOffering(name);
    const context = contextOf(offering, {
      plan,
      binding: bindings[name as keyof typeof bindings],
      instance: {
        namespace: NAMESPACE,
        exposure: 'nodePort',
        deletionPolicy,
      },
    });
    await order({ ...context, bindings: [] }, name);
    const bound = await bind(context, name);

    const { fields, external } = offering.credentials(bound);
    const inCluster = (kind: string, object: string) =>
      sandbox.api.get({
        apiVersion: 'v1',
        kind,
        name: object,
        namespace: NAMESPACE,
      });
    const missing = fields.filter(
      field =>
        'secretRef' in field &&
        !inCluster('Secret', field.secretRef.name)?.data?.[field.secretRef.key],
    );
    expect(missing).toEqual([]);
    expect(external === undefined).toBe(name === 'kafka');
    const service = external && inCluster('Service', external.service);
    const port = service?.spec.ports.find(
      (each: { port: number }) => each.port === external!.port,
    );
    expect(port?.nodePort === undefined).toBe(name === 'kafka');

    await dismantle(context, name);
    const data = /^PersistentVolumeClaim |^Secret /;
    const retained = deletionPolicy === 'retain';
    await until(() =>
      whatIsThere().every(object => retained && data.test(object)),
    );
    const rest = whatIsThere();
    const { volumes } = offering.consumption(plan, context.params);
    expect(rest.filter(object => object.startsWith('Persistent'))).toHaveLength(
      retained ? volumes : 0,
    );
    for (const object of rest) {
      const [kind, object_] = object.split(' ');
      remove({
        id: '',
        apiVersion: 'v1',
        kind,
        name: object_,
        namespace: NAMESPACE,
      });
    }
    await until(() => whatIsThere().length === 0);
  });
});
