import { Alert, Button, Skeleton, Text, useBreakpoint } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import { useClusters } from '../../hooks/useClusters';
import { clustersTranslationRef } from '../../translation';
import { ClusterCards } from './ClusterCards';
import { ClusterTable } from './ClusterTable';
import { WatchDetails } from './WatchDetails';
import styles from './ClustersPage.module.css';

/** The configured clusters: are they well, and does the portal see them. */
export function ClustersPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { clusters, reload } = useClusters();
  const retry = (
    <Button size="small" variant="secondary" onPress={reload}>
      {t('page.retry')}
    </Button>
  );

  return (
    <main className={styles.page}>
      <header>
        <Text as="h1" variant="title-small" weight="bold">
          {t('page.title')}
        </Text>
        <Text as="p" color="secondary">
          {t('page.subtitle')}
        </Text>
      </header>
      {clusters.state === 'loading' && (
        <div
          className={styles.skeletons}
          role="status"
          aria-label={t('page.loading')}
        >
          <Skeleton height={40} />
          <Skeleton height={64} />
          <Skeleton height={64} />
        </div>
      )}
      {clusters.state === 'failed' && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('page.failed.title')}
          description={clusters.error.message}
          customActions={retry}
        />
      )}
      {clusters.state === 'loaded' && clusters.outdated && (
        <Alert
          role="alert"
          status="warning"
          icon
          title={t('page.outdated.title')}
          description={t('page.outdated.hint')}
          customActions={retry}
        />
      )}
      {clusters.state === 'loaded' && clusters.clusters.length === 0 && (
        <Alert
          status="info"
          icon
          title={t('page.empty.title')}
          description={t('page.empty.hint')}
        />
      )}
      {clusters.state === 'loaded' && clusters.clusters.length > 0 && (
        <Clusters clusters={clusters.clusters} />
      )}
    </main>
  );
}

function Clusters({ clusters }: { clusters: ClusterInfo[] }) {
  const { up } = useBreakpoint();
  // Every refresh draws the page anew, so relative times keep up with it.
  const now = Date.now();
  return (
    <>
      {up('md') ? (
        <ClusterTable clusters={clusters} now={now} />
      ) : (
        <ClusterCards clusters={clusters} now={now} />
      )}
      {clusters
        .filter(({ watches }) => watches.length > 0)
        .map(cluster => (
          <WatchDetails key={cluster.name} cluster={cluster} now={now} />
        ))}
    </>
  );
}
