const UPSTREAM_TITLES = ['Catalog', 'Catalog Graph'] as const;

/** Titles of upstream pages that the app's translations know below `page`. */
export type UpstreamTitle = (typeof UPSTREAM_TITLES)[number];

export function isUpstreamTitle(title: string): title is UpstreamTitle {
  return (UPSTREAM_TITLES as readonly string[]).includes(title);
}
