import type { SandboxApi, SandboxObject } from '../../types';
import { ContainerLogs } from './ContainerLogs';
import { simulatedPods } from './simulatedPods';

describe('logs of simulated pods', () => {
  const startedAt = '2026-01-01T00:00:00Z';
  const pod = (
    state: Record<string, unknown>,
    lastState = {},
  ): SandboxObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', uid: 'u' },
    spec: { containers: [{ name: 'c', image: 'redis:7' }] },
    status: {
      containerStatuses: [
        { name: 'c', image: 'redis:7', restartCount: 0, state, lastState },
      ],
    },
  });
  const running = pod({ running: { startedAt } });
  const crashed = {
    terminated: {
      exitCode: 1,
      reason: 'Error',
      startedAt,
      finishedAt: '2026-01-01T00:00:05Z',
      containerID: '',
    },
  };

  let logs: ContainerLogs;
  beforeEach(() => {
    logs = new ContainerLogs(() => Date.parse('2026-01-01T01:00:00Z'));
  });
  const open = (
    of: SandboxObject,
    query: Record<string, unknown> = {},
    signal = new AbortController().signal,
  ) =>
    simulatedPods({} as SandboxApi, logs).logs(
      of,
      {
        container: 'c',
        follow: false,
        previous: false,
        timestamps: false,
        ...query,
      } as any,
      signal,
    )!;
  const all = async (lines: AsyncIterable<string>) => {
    const found: string[] = [];
    for await (const line of lines) found.push(line);
    return found;
  };

  it('begin with what the image prints at its start, the same each time', async () => {
    const lines = await all(open(running, { timestamps: true }));
    expect(lines[0]).toBe('2026-01-01T00:00:00.000Z 1:C * Redis is starting');
    expect(await all(open(running, { timestamps: true }))).toEqual(lines);
  });

  it('keep the last thousand lines that were really printed', async () => {
    const text = Array.from({ length: 1500 }, (_, i) => `line ${i}`);
    logs.append(running, 'c', text.join('\n'));
    const lines = await all(open(running));
    expect(lines.filter(l => l.startsWith('line'))).toEqual(text.slice(500));
    expect(
      await all(open(running, { sinceTime: '2026-01-01T00:30:00Z' })),
    ).toEqual(text.slice(500));
    logs.drop('u');
    expect((await all(open(running))).some(l => l.startsWith('line'))).toBe(
      false,
    );
  });

  it('of the run before are there after a crash', async () => {
    const restarted = pod({ running: { startedAt } }, crashed);
    expect(await all(open(restarted, { previous: true }))).toEqual([
      '1:C * Redis is starting',
      'fatal: cannot start: configuration is invalid',
    ]);
    await expect(all(open(running, { previous: true }))).rejects.toThrow(
      'previous terminated container "c" in pod "p" not found',
    );
  });

  it('are refused while nothing runs', async () => {
    await expect(
      all(open(pod({ waiting: { reason: 'ContainerCreating' } }))),
    ).rejects.toThrow(
      'container "c" in pod "p" is waiting to start: ContainerCreating',
    );
    await expect(
      all(open(pod({ waiting: { reason: 'ImagePullBackOff' } }))),
    ).rejects.toThrow('trying and failing to pull image');
  });

  it('go on until the container ends or the reader leaves', async () => {
    const begin = async (signal?: AbortSignal) => {
      const lines = open(running, { follow: true, tailLines: 1 }, signal)[
        Symbol.asyncIterator
      ]();
      return { lines, first: (await lines.next()).value };
    };
    const { lines: reader, first } = await begin();
    expect(first).toBe('1:M * Ready to accept connections tcp');
    const next = reader.next();
    logs.append(running, 'c', 'one\ntwo');
    expect((await next).value).toBe('one');
    expect((await reader.next()).value).toBe('two');
    const last = reader.next();
    logs.ended(running, 'c');
    expect((await last).done).toBe(true);

    const gone = new AbortController();
    const { lines: other } = await begin(gone.signal);
    const pending = other.next();
    gone.abort();
    expect((await pending).done).toBe(true);
    logs.append(running, 'c', 'three');
  });
});
