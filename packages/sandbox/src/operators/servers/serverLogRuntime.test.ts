import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogQuery } from '../../api/pods/PodRuntime';
import { serverLogRuntime, timeOfLine } from './serverLogRuntime';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', uid: '1' },
  spec: { containers: [{ name: 'db' }] },
};

describe('logs of real servers', () => {
  let folder: string;
  let file: string;
  let served = true;
  const runtime = serverLogRuntime(() =>
    served ? { file, from: 0 } : undefined,
  );
  const query = (more: Partial<LogQuery> = {}): LogQuery => ({
    container: 'db',
    follow: false,
    previous: false,
    timestamps: false,
    ...more,
  });
  const lines = async (more: Partial<LogQuery> = {}) => {
    const all: string[] = [];
    for await (const line of runtime.logs(
      pod,
      query(more),
      new AbortController().signal,
    )!) {
      all.push(line);
    }
    return all;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-'));
    file = join(folder, 'server.log');
    served = true;
    writeFileSync(
      file,
      [
        '1:M 20 Nov 2026 22:35:50.203 * one',
        '  of one',
        '2026-11-20 22:40:00.500 UTC [9] LOG:  two',
        '',
      ].join('\n'),
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['1:M 20 Nov 2026 22:35:50.203 * Ready', '2026-11-20T22:35:50.203Z'],
    ['2026-11-20  9:36:01 0 [Note] ready', '2026-11-20T09:36:01.000Z'],
    ['2026-11-20 22:36:01.250 UTC [7] LOG', '2026-11-20T22:36:01.250Z'],
    ['Version: 10.11', undefined],
  ])('finds the time of %j', (line, time) => {
    const found = timeOfLine(line);
    expect(found && new Date(found).toISOString()).toBe(time);
  });

  it('shows the newest lines, since a time, with their times', async () => {
    expect(await lines()).toHaveLength(3);
    expect(await lines({ tailLines: 1 })).toEqual([
      '2026-11-20 22:40:00.500 UTC [9] LOG:  two',
    ]);
    expect(await lines({ sinceTime: '2026-11-20T22:39:00Z' })).toHaveLength(1);
    expect((await lines({ timestamps: true }))[1]).toBe(
      '2026-11-20T22:35:50.203Z   of one',
    );
  });

  it('follows, also when the file is cut, and ends with the server', async () => {
    const followed = runtime
      .logs(
        pod,
        query({ follow: true, tailLines: 1 }),
        new AbortController().signal,
      )!
      [Symbol.asyncIterator]();
    expect((await followed.next()).value).toContain('two');
    appendFileSync(file, 'three\n');
    expect((await followed.next()).value).toBe('three');
    writeFileSync(file, 'four\n');
    expect((await followed.next()).value).toBe('four');
    served = false;
    expect((await followed.next()).done).toBe(true);
  });

  it('leaves other containers to others, and has nothing of earlier ones', () => {
    const { signal } = new AbortController();
    expect(
      runtime.logs(pod, query({ container: 'sidecar' }), signal),
    ).toBeUndefined();
    expect(() => runtime.logs(pod, query({ previous: true }), signal)).toThrow(
      'previous terminated container "db" in pod "p" not found',
    );
  });
});
