import { useCallback, useEffect, useState } from 'react';
import {
  storageApiRef,
  StorageValueSnapshot,
  useApi,
} from '@backstage/frontend-plugin-api';

/** Where the viewer ordered last. */
export interface Place {
  tenant?: string;
  environment?: string;
}

const BUCKET = 'service-broker';
const KEY = 'lastPlace';
/** How long the form waits for the last place before it begins without, in milliseconds. */
const PATIENCE_MS = 1500;

/** The place of the last order, kept with the viewer's settings; undefined until it is known. */
export function useLastPlace(): [Place | undefined, (place: Place) => void] {
  const storage = useApi(storageApiRef);
  const [place, setPlace] = useState<Place>();
  useEffect(() => {
    type Stored = { [k in keyof Place]: string };
    const bucket = storage.forBucket(BUCKET);
    const take = ({ presence, value }: StorageValueSnapshot<Stored>) => {
      if (presence !== 'unknown') setPlace(current => current ?? value ?? {});
    };
    // Settings in the browser are there at once; those in the back end are unknown at first and are told by observing.
    take(bucket.snapshot<Stored>(KEY));
    const subscription = bucket.observe$<Stored>(KEY).subscribe(take);
    // Settings that cannot be read must not hold up an order.
    const patience = setTimeout(
      () => setPlace(current => current ?? {}),
      PATIENCE_MS,
    );
    return () => {
      clearTimeout(patience);
      subscription.unsubscribe();
    };
  }, [storage]);
  const remember = useCallback(
    ({ tenant = '', environment = '' }: Place) => {
      // A setting that cannot be saved costs two clicks next time; it must not disturb an order that has just been accepted.
      storage
        .forBucket(BUCKET)
        .set(KEY, { tenant, environment })
        .catch(() => undefined);
    },
    [storage],
  );
  return [place, remember];
}
