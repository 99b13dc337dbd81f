import { HeldLease } from './HeldLease';

const lease = { id: 'i', fence: 1, ticket: 't', attempts: 0 };

describe('HeldLease', () => {
  const setup = () => {
    const clock = { ms: 0 };
    const renew = jest.fn(async () => {});
    const abort = new AbortController();
    const held = new HeldLease(
      lease,
      { renew },
      30_000,
      abort.signal,
      () => clock.ms,
    );
    return { clock, renew, abort, held };
  };

  it('renews in time and not more often', async () => {
    const { clock, renew, held } = setup();
    await held.hold();
    clock.ms = 14_000;
    await held.hold();
    expect(renew).not.toHaveBeenCalled();
    clock.ms = 16_000;
    await held.hold();
    expect(renew).toHaveBeenCalledTimes(1);
    clock.ms = 30_000;
    await held.hold();
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('stops a worker that slept through the end of its lease', async () => {
    const { clock, renew, held } = setup();
    clock.ms = 30_000;
    await expect(held.hold()).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(renew).not.toHaveBeenCalled();
  });

  it('stops when the process does', async () => {
    const { abort, held } = setup();
    abort.abort();
    await expect(held.hold()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
