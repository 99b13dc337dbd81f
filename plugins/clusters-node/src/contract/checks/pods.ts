import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  ContractCheck,
  ContractContext,
  eventually,
  Skipped,
} from '../ContractCheck';

const POD_START_MS = 90_000;
/** Without a node, a pod may still run where pods are simulated; that does not take long. */
const POD_WITHOUT_NODE_MS = 5_000;

/** A pod that runs and has said something; made once for all checks of a run. */
async function runningPod({ client, namespace }: ContractContext) {
  const nodes = await client.list<any>({ apiVersion: 'v1', kind: 'Node' });
  const ready = nodes.some(node =>
    node.status?.conditions?.some(
      (c: any) => c.type === 'Ready' && c.status === 'True',
    ),
  );
  const app = 'talker';
  await client.apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'main',
              image: 'busybox:1.37',
              command: ['sh', '-c', 'echo first; echo second; sleep 3600'],
            },
          ],
        },
      },
    },
  });
  try {
    const pod = await eventually(
      'a running pod',
      async () => {
        const pods = await client.list<any>({
          apiVersion: 'v1',
          kind: 'Pod',
          namespace,
          labelSelector: `app=${app}`,
        });
        return pods.find(p => p.status?.phase === 'Running');
      },
      ready ? POD_START_MS : POD_WITHOUT_NODE_MS,
    );
    return pod.metadata.name as string;
  } catch (error) {
    if (ready) {
      throw error;
    }
    throw new Skipped('the cluster has no ready node, and no pod runs');
  }
}

/** Logs and commands, where pods run. */
export const podChecks: ContractCheck[] = [
  {
    name: 'logs: come as a stream, and by their last lines',
    async run(context) {
      const { client, namespace } = context;
      const pod = await runningPod(context);
      const all = await eventually('two lines of log', async () => {
        const log = await text(await client.logs({ namespace, pod }));
        return log.split('\n').length > 2 && log;
      });
      const lines = all.trim().split('\n');
      const last = await text(
        await client.logs({ namespace, pod, container: 'main', tailLines: 1 }),
      );
      assert.equal(last.trim().split('\n').length, 1);
      assert.ok(lines.length >= 2);
    },
  },
  {
    name: 'logs: follow until the reader has enough',
    async run(context) {
      const { client, namespace } = context;
      const pod = await runningPod(context);
      const enough = new AbortController();
      const log = await client.logs(
        { namespace, pod, follow: true },
        { signal: enough.signal },
      );
      await new Promise<void>((resolve, reject) => {
        log.once('data', () => resolve());
        log.once('error', reject);
      });
      const ended = new Promise(resolve => log.once('close', resolve));
      log.on('error', () => {});
      enough.abort();
      await ended;
    },
  },
  {
    name: 'logs: of a missing pod are refused',
    async run({ client, namespace }) {
      await assert.rejects(client.logs({ namespace, pod: 'no-such-pod' }), {
        name: 'NotFoundError',
        status: 404,
      });
    },
  },
  {
    name: 'exec: gives outputs apart, input through, and the exit code',
    async run(context) {
      const { client, namespace } = context;
      const pod = await runningPod(context);
      const stdout = new PassThrough();
      const stderr = new PassThrough();
      const stdin = new PassThrough();
      stdin.end('hello');
      const code = await client.exec({
        namespace,
        pod,
        container: 'main',
        command: ['sh', '-c', 'cat; echo oops >&2; exit 3'],
        stdin,
        stdout,
        stderr,
      });
      if (code === 127) {
        throw new Skipped('the pod is simulated and has no shell');
      }
      stdout.end();
      stderr.end();
      assert.equal(code, 3);
      assert.equal(await text(stdout), 'hello');
      assert.equal(await text(stderr), 'oops\n');
      assert.equal(await client.exec({ namespace, pod, command: ['true'] }), 0);
    },
  },
  {
    name: 'exec: in a missing pod is refused',
    async run({ client, namespace }) {
      await assert.rejects(
        client.exec({ namespace, pod: 'no-such-pod', command: ['true'] }),
        { name: 'NotFoundError', status: 404 },
      );
    },
  },
];
