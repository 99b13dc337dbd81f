import { useCallback, useEffect, useState } from 'react';
import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';

/** Where the viewer ordered last. */
export interface Place {
  tenant?: string;
  environment?: string;
}

const BUCKET = 'service-broker';
const KEY = 'lastPlace';

/** The place of the last order, kept with the viewer's settings; undefined until it is known. */
export function useLastPlace(): [Place | undefined, (place: Place) => void] {
  const storage = useApi(storageApiRef);
  const [place, setPlace] = useState<Place>();
  useEffect(() => {
    const bucket = storage.forBucket(BUCKET);
    const read = () => {
      const { presence, value } =
        bucket.snapshot<{ [k in keyof Place]: string }>(KEY);
      if (presence !== 'unknown') setPlace(current => current ?? value ?? {});
    };
    read();
    const subscription = bucket.observe$(KEY).subscribe(read);
    return () => subscription.unsubscribe();
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
