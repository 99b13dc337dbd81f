import { useEntityPresentation } from '@backstage/plugin-catalog-react';

/** A person's display name from the catalog; the login name until it is known. */
export function PersonName({ entityRef }: { entityRef: string }) {
  const { primaryTitle } = useEntityPresentation(entityRef);
  return <>{primaryTitle}</>;
}
