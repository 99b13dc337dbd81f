import { VirtualTiming } from '../tests/VirtualTiming';
import { HealthProber, ProbeAnswer } from './HealthProber';

function start(probe: (version?: string) => Promise<ProbeAnswer>) {
  const timing = new VirtualTiming();
  const events: string[] = [];
  const prober = new HealthProber({
    timing,
    probe: version => probe(version),
    onDown: message => events.push(`down: ${message}`),
    onUp: () => events.push('up'),
  });
  return { timing, events, prober };
}

describe('HealthProber', () => {
  it('says when a cluster goes down and comes back, and keeps what it knew', async () => {
    let down = false;
    const { timing, events, prober } = start(async () => {
      if (down) throw new Error('no answer');
      return { version: 'v1.36.0', latencyMs: 3 };
    });
    expect(prober.health).toEqual({ health: 'unknown' });
    await timing.advance(0);
    const seen = timing.date();
    expect(prober.health).toEqual({
      health: 'healthy',
      version: 'v1.36.0',
      latencyMs: 3,
      lastSeen: seen,
    });
    down = true;
    await timing.advance(30_000);
    expect(prober.health).toMatchObject({
      health: 'unreachable',
      message: 'no answer',
      version: 'v1.36.0',
    });
    expect(prober.health.latencyMs).toBeUndefined();
    down = false;
    await timing.advance(10_000);
    expect(prober.health.health).toBe('healthy');
    expect(events).toEqual(['down: no answer', 'up']);
    await prober.stop();
  });

  it('asks for the version when it may have changed, not each time', async () => {
    const asked: (string | undefined)[] = [];
    let down = false;
    const { timing, prober } = start(async version => {
      asked.push(version);
      if (down) throw new Error('restarting');
      return { version: version ?? `v1.${35 + asked.length}.0`, latencyMs: 1 };
    });
    await timing.advance(60_000);
    expect(asked.slice(0, 3)).toEqual([undefined, 'v1.36.0', 'v1.36.0']);
    down = true;
    await timing.advance(10_000);
    down = false;
    asked.length = 0;
    await timing.advance(10_000);
    expect(asked[0]).toBeUndefined();
    await timing.advance(11 * 60_000);
    expect(asked.filter(version => version === undefined)).toHaveLength(2);
    await prober.stop();
  });

  it('asks no more once it is stopped, not even while a probe hangs', async () => {
    let aborted = false;
    const timing = new VirtualTiming();
    const prober = new HealthProber({
      timing,
      probe: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          }),
        ),
      onDown: () => {},
      onUp: () => {},
    });
    await prober.stop();
    expect(aborted).toBe(true);
    expect(prober.health).toEqual({ health: 'unknown' });
  });
});
