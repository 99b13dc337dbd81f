import { Box, Skeleton } from '@backstage/ui';
import type { OfferingSummary } from '@jimu/plugin-service-broker-common';
import type { useTenancyNames } from '../../hooks/useTenancy';
import { useTexts } from '../../hooks/useTexts';
import { OfferingCard } from './OfferingCard';
import styles from './MarketPage.module.css';

interface OfferingGridProps {
  offerings: OfferingSummary[];
  names: ReturnType<typeof useTenancyNames>;
}

/** Cards side by side, as many as fit. */
export function OfferingGrid({ offerings, names }: OfferingGridProps) {
  const t = useTexts();
  return (
    <ul className={styles.grid} aria-label={t('market.title')}>
      {offerings.map(offering => (
        <li key={offering.name}>
          <OfferingCard offering={offering} names={names} />
        </li>
      ))}
    </ul>
  );
}

/** The same layout while the offerings are on their way. */
export function OfferingGridSkeleton() {
  return (
    <div className={styles.grid} aria-hidden>
      {[0, 1, 2, 3].map(key => (
        <Box key={key} bg="neutral" className={styles.card}>
          <Skeleton width={44} height={44} />
          <Skeleton width="50%" height={22} />
          <Skeleton width="100%" height={42} />
          <Skeleton width="35%" height={18} />
        </Box>
      ))}
    </div>
  );
}
