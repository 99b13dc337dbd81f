import type { ReactElement } from 'react';
import styles from './common.module.css';

/** Drawn for this portal; each says what kind of thing it is, none is a product's sign. */
const SHAPES: Record<string, ReactElement> = {
  database: (
    <>
      <ellipse cx="12" cy="6" rx="7" ry="2.6" />
      <path d="M5 6v12c0 1.45 3.13 2.6 7 2.6s7-1.15 7-2.6V6" />
      <path d="M5 12c0 1.45 3.13 2.6 7 2.6s7-1.15 7-2.6" />
    </>
  ),
  cache: (
    <>
      <rect x="4" y="13" width="16" height="7" rx="1.6" />
      <path d="M13.2 3 8.6 9.2h3.2L10.8 13l4.9-6.2h-3.3z" />
      <path d="M8 16.5h.01M12 16.5h4" />
    </>
  ),
  messaging: (
    <>
      <rect x="3" y="5" width="6" height="4.4" rx="1.2" />
      <rect x="3" y="14.6" width="6" height="4.4" rx="1.2" />
      <rect x="15" y="9.8" width="6" height="4.4" rx="1.2" />
      <path d="M9 7.2c3.4 0 2.4 4.8 6 4.8M9 16.8c3.4 0 2.4-4.8 6-4.8" />
    </>
  ),
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="m15 15 5 5M8 10.5h5M8 8.2h3" />
    </>
  ),
  storage: (
    <>
      <path d="M4 7.5 12 4l8 3.5v9L12 20l-8-3.5z" />
      <path d="m4 7.5 8 3.5 8-3.5M12 11v9" />
    </>
  ),
  observability: (
    <>
      <path d="M4 19V5M4 19h16" />
      <path d="m7.5 14.5 3.2-4 3 2.4L19 6.5" />
    </>
  ),
};

const BLOCKS = (
  <>
    <rect x="4" y="12.5" width="7" height="7" rx="1.4" />
    <rect x="13" y="12.5" width="7" height="7" rx="1.4" />
    <rect x="8.5" y="4" width="7" height="7" rx="1.4" />
  </>
);

/** The sign of a category of offerings. */
export function OfferingIcon({ category }: { category: string }) {
  return (
    <span className={styles.offeringIcon} data-category={category} aria-hidden>
      <svg viewBox="0 0 24 24" width="24" height="24">
        {SHAPES[category] ?? BLOCKS}
      </svg>
    </span>
  );
}
