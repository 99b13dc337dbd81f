import {
  errorApiRef,
  identityApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** The person who is signed in. */
export interface Viewer {
  /** Display name, or the user name where there is none. */
  name: string;
  email?: string;
  /** `user:default/li.na` */
  entityRef: string;
  /** The groups the person acts for: `group:default/payments`. */
  groupRefs: string[];
}

/** Undefined until it is known. */
export function useViewer(): Viewer | undefined {
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  const [viewer, setViewer] = useState<Viewer>();
  useEffect(() => {
    let current = true;
    Promise.all([
      identityApi.getBackstageIdentity(),
      identityApi.getProfileInfo(),
    ]).then(
      ([{ userEntityRef, ownershipEntityRefs }, profile]) =>
        current &&
        setViewer({
          name: profile.displayName ?? userEntityRef.split('/')[1],
          email: profile.email,
          entityRef: userEntityRef,
          groupRefs: ownershipEntityRefs.filter(ref =>
            ref.startsWith('group:'),
          ),
        }),
      error => current && errorApi.post(error),
    );
    return () => {
      current = false;
    };
  }, [identityApi, errorApi]);
  return viewer;
}
