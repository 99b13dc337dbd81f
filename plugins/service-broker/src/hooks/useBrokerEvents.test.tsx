import type { ReactNode } from 'react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, renderHook } from '@testing-library/react';
import { FakeEvents } from '../__testUtils__/FakeBroker';
import { instanceSummary } from '../__testUtils__/fixtures';
import { brokerEventsApiRef } from '../api/events/BrokerEvents';
import { useBrokerEvents } from './useBrokerEvents';

describe('useBrokerEvents', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('reads every 15 seconds while there are no pushes, and never while there are', () => {
    const events = new FakeEvents();
    const listener = { onEvent: jest.fn(), onResync: jest.fn() };
    const { unmount } = renderHook(() => useBrokerEvents(listener), {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[brokerEventsApiRef, events]]}>
          {children}
        </TestApiProvider>
      ),
    });
    act(() => jest.advanceTimersByTime(60_000));
    expect(listener.onResync).not.toHaveBeenCalled();
    act(() => events.become('offline'));
    act(() => jest.advanceTimersByTime(31_000));
    expect(listener.onResync).toHaveBeenCalledTimes(2);
    act(() => events.become('live'));
    expect(listener.onResync).toHaveBeenCalledTimes(3);
    act(() => jest.advanceTimersByTime(60_000));
    expect(listener.onResync).toHaveBeenCalledTimes(3);
    act(() => events.push({ instance: instanceSummary }));
    expect(listener.onEvent).toHaveBeenCalledTimes(1);
    unmount();
    events.push({ instance: instanceSummary });
    expect(listener.onEvent).toHaveBeenCalledTimes(1);
  });
});
