import { useCallback, useEffect, useState } from 'react';
import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';

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
    const known = (value: Place) => setPlace(current => current ?? value);
    // A snapshot of settings that live in the back end is always unknown: only what is observed counts.
    const subscription = storage
      .forBucket(BUCKET)
      .observe$<{ [k in keyof Place]: string }>(KEY)
      .subscribe(({ presence, value }) => {
        if (presence !== 'unknown') known(value ?? {});
      });
    // Settings that cannot be read must not hold up an order.
    const patience = setTimeout(() => known({}), PATIENCE_MS);
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
