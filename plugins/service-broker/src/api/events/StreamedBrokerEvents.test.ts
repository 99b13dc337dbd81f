import type { BrokerEvent } from '@jimu/plugin-service-broker-common';
import { instanceSummary } from '../../__testUtils__/fixtures';
import { reconnectDelay } from './reconnectDelay';
import { ServerSentEventParser } from './ServerSentEventParser';
import { StreamedBrokerEvents } from './StreamedBrokerEvents';

describe('ServerSentEventParser', () => {
  const text =
    ': hello\r\n\r\nid: 1\r\ndata: {"a":\r\ndata: 1}\r\n\r\nevent: x\rdata:y\r\rid: 3\n\ndata: z\n\n';
  const expected = [
    { event: 'message', data: '{"a":\n1}' },
    { event: 'x', data: 'y' },
    { event: 'message', data: 'z' },
  ];

  it.each([1, 2, 3, 7, 1000])('reads pieces of %d characters', size => {
    const parser = new ServerSentEventParser();
    const events = [];
    for (let i = 0; i < text.length; i += size) {
      events.push(...parser.push(text.slice(i, i + size)));
    }
    expect(events).toEqual(expected);
    expect(parser.lastEventId).toBe('3');
  });
});

describe('reconnectDelay', () => {
  it('doubles up to half a minute, with jitter below', () => {
    const most = () => 1;
    const least = () => 0;
    expect([0, 1, 2, 20].map(n => reconnectDelay(n, most))).toEqual([
      500, 1000, 2000, 30_000,
    ]);
    expect([0, 20].map(n => reconnectDelay(n, least))).toEqual([250, 15_000]);
  });
});

/** A stream whose server and clock are in the test's hands. */
function harness() {
  const opened: { lastEventId?: string; signal: AbortSignal }[] = [];
  const answers: (() => Promise<Response>)[] = [];
  const delays: { milliseconds: number; end: () => void }[] = [];
  const events = new StreamedBrokerEvents({
    open: (lastEventId, signal) => {
      opened.push({ lastEventId, signal });
      const answer = answers.shift();
      return answer ? answer() : new Promise(() => {});
    },
    delay: (milliseconds, signal) =>
      new Promise<void>(resolve => {
        delays.push({ milliseconds, end: resolve });
        signal.addEventListener('abort', () => resolve());
      }),
    random: () => 1,
    silenceMs: 60_000,
    lingerMs: 5_000,
  });
  const stream = () => {
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: c => {
        controller = c;
      },
    });
    answers.push(
      async () => ({ ok: true, status: 200, body } as unknown as Response),
    );
    return {
      say: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
      end: () => controller.close(),
    };
  };
  const refuse = (status: number) =>
    answers.push(async () => ({ ok: false, status } as unknown as Response));
  const elapse = (milliseconds: number) =>
    delays
      .filter(delay => delay.milliseconds === milliseconds)
      .forEach(delay => delay.end());
  return { events, opened, stream, refuse, elapse };
}

/** Lets everything that is already decided happen. */
async function settle() {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}
const message = (id: string, event: Partial<BrokerEvent>) =>
  `id: ${id}\ndata: ${JSON.stringify({ id, ...event })}\n\n`;

describe('StreamedBrokerEvents', () => {
  it('shares one stream and hands events to all listeners', async () => {
    const { events, opened, stream } = harness();
    const server = stream();
    const seen: string[] = [];
    events.subscribe({ onEvent: event => seen.push(`a${event.id}`) });
    events.subscribe({ onEvent: event => seen.push(`b${event.id}`) });
    expect(events.state.get()).toBe('connecting');
    await settle();
    expect(events.state.get()).toBe('live');
    server.say(': heartbeat\n\ndata: {"hello":true}\n\ndata: not json\n\n');
    server.say(message('7', { type: 'instance', instance: instanceSummary }));
    await settle();
    expect(seen).toEqual(['a7', 'b7']);
    expect(opened).toHaveLength(1);
  });

  it('asks to read again when the stream opens, and when the server has forgotten', async () => {
    const { events, stream } = harness();
    const server = stream();
    const onResync = jest.fn();
    events.subscribe({ onResync });
    await settle();
    expect(onResync).toHaveBeenCalledTimes(1);
    server.say('id: 9\nevent: reset\ndata: {}\n\n');
    await settle();
    expect(onResync).toHaveBeenCalledTimes(2);
  });

  it('comes back with the last id and asks to read again', async () => {
    const { events, opened, stream, refuse, elapse } = harness();
    const first = stream();
    const onResync = jest.fn();
    events.subscribe({ onResync });
    await settle();
    first.say('id: 41\n: here\n\n');
    await settle();
    first.end();
    await settle();
    // A short interruption is not worth a word.
    expect(events.state.get()).toBe('live');
    refuse(503);
    elapse(500);
    await settle();
    expect(events.state.get()).toBe('offline');
    expect(onResync).toHaveBeenCalledTimes(1);
    stream();
    elapse(1000);
    await settle();
    expect(opened.map(o => o.lastEventId)).toEqual([undefined, '41', '41']);
    expect(events.state.get()).toBe('live');
    expect(onResync).toHaveBeenCalledTimes(2);
  });

  it('mentions an interruption that lasts', async () => {
    const { events, stream, elapse } = harness();
    const server = stream();
    events.subscribe({});
    await settle();
    server.end();
    await settle();
    elapse(500);
    await settle();
    expect(events.state.get()).toBe('live');
    elapse(2_000);
    await settle();
    expect(events.state.get()).toBe('offline');
  });

  it('drops a stream that went silent', async () => {
    const { events, opened, stream, elapse } = harness();
    stream();
    events.subscribe({});
    await settle();
    elapse(60_000);
    await settle();
    expect(opened[0].signal.aborted).toBe(true);
    elapse(500);
    await settle();
    expect(opened).toHaveLength(2);
  });

  it('tries at once when told that the network is back', async () => {
    const { events, opened, refuse } = harness();
    refuse(502);
    events.subscribe({});
    await settle();
    expect(opened).toHaveLength(1);
    events.reconnectNow();
    await settle();
    expect(opened).toHaveLength(2);
  });

  it('stays open over a change of page and closes when nobody is left', async () => {
    const { events, opened, stream, elapse } = harness();
    stream();
    const leave = events.subscribe({});
    await settle();
    leave();
    const leaveAgain = events.subscribe({});
    elapse(5_000);
    await settle();
    expect(opened[0].signal.aborted).toBe(false);
    leaveAgain();
    elapse(5_000);
    await settle();
    expect(opened[0].signal.aborted).toBe(true);
    expect(opened).toHaveLength(1);
  });
});
