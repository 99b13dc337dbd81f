import { Box, Link, Text } from '@backstage/ui';
import type { InstanceSummary } from '@jimu/plugin-service-broker-common';
import { useLinks } from '../../hooks/useLinks';
import type { useTenancyNames } from '../../hooks/useTenancy';
import { useTexts } from '../../hooks/useTexts';
import { PhaseBadge } from '../common/PhaseBadge';
import { TimeAgo } from '../common/TimeAgo';
import styles from './InstancesPage.module.css';

interface InstanceCardsProps {
  items: InstanceSummary[];
  names: ReturnType<typeof useTenancyNames>;
}

/** The same list where there is only room for one column. */
export function InstanceCards({ items, names }: InstanceCardsProps) {
  const t = useTexts();
  const links = useLinks();
  return (
    <ul className={styles.cards} aria-label={t('instances.title')}>
      {items.map(item => (
        <li key={item.id}>
          <Box bg="neutral" className={styles.card}>
            <div className={styles.cardHead}>
              <Link
                href={links.instance(item.id)}
                variant="body-large"
                weight="bold"
                className={styles.name}
              >
                {item.name}
              </Link>
              <PhaseBadge phase={item.phase} />
            </div>
            <Text as="p" variant="body-medium" color="secondary">
              {[
                item.offeringTitle,
                names.environment(item.environment),
                names.tenant(item.tenant),
              ].join(' · ')}
            </Text>
            <Text as="p" variant="body-small" color="secondary">
              <TimeAgo time={item.createdAt} />
            </Text>
          </Box>
        </li>
      ))}
    </ul>
  );
}
