import type { ReactNode } from 'react';
import {
  StorageApi,
  storageApiRef,
  StorageValueSnapshot,
} from '@backstage/frontend-plugin-api';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, renderHook } from '@testing-library/react';
import { useLastPlace } from './useLastPlace';

/** Settings that live in a back end: unknown until they are told. */
function remoteSettings() {
  type Snapshot = StorageValueSnapshot<any>;
  const observers: ((snapshot: Snapshot) => void)[] = [];
  const set = jest.fn().mockRejectedValue(new Error('not now'));
  const bucket = {
    snapshot: (key: string) => ({ key, presence: 'unknown', value: undefined }),
    observe$: () => ({
      subscribe: (observer: (snapshot: Snapshot) => void) => {
        observers.push(observer);
        return { unsubscribe: () => {} };
      },
    }),
    set,
  };
  const storage = { forBucket: () => bucket } as unknown as StorageApi;
  const tell = (snapshot: Partial<Snapshot>) =>
    act(() => observers.forEach(o => o({ key: 'k', ...snapshot } as Snapshot)));
  return { storage, tell, set };
}

describe('useLastPlace', () => {
  const render = (storage: StorageApi) =>
    renderHook(() => useLastPlace(), {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[storageApiRef, storage]]}>
          {children}
        </TestApiProvider>
      ),
    });

  it('waits for settings that are still on their way', () => {
    const { storage, tell } = remoteSettings();
    const { result } = render(storage);
    expect(result.current[0]).toBeUndefined();
    const place = { tenant: 'payments', environment: 'dev' };
    tell({ presence: 'present', value: place });
    expect(result.current[0]).toEqual(place);
    // A form that has begun is not changed under the viewer's hands.
    tell({ presence: 'present', value: { tenant: 'search' } });
    expect(result.current[0]).toEqual(place);
  });

  it('begins without a place where none is kept', () => {
    const { storage, tell } = remoteSettings();
    const { result } = render(storage);
    tell({ presence: 'absent' });
    expect(result.current[0]).toEqual({});
  });

  it('bears settings that cannot be saved', async () => {
    const { storage, set } = remoteSettings();
    const { result } = render(storage);
    result.current[1]({ tenant: 'payments', environment: 'dev' });
    await act(async () => {});
    expect(set).toHaveBeenCalledWith('lastPlace', {
      tenant: 'payments',
      environment: 'dev',
    });
  });
});
