import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import { clustersTranslationRef } from '../../translation';
import {
  ClusterHealth,
  ClusterLatency,
  ClusterName,
  ClusterVersion,
  LastSeen,
  WatchCounts,
} from './ClusterFacts';
import styles from './ClustersPage.module.css';

interface ClusterCardsProps {
  clusters: ClusterInfo[];
  /** Milliseconds since the epoch. */
  now: number;
}

/** One card per cluster, for narrow screens. */
export function ClusterCards({ clusters, now }: ClusterCardsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <ul className={styles.cards} aria-label={t('page.title')}>
      {clusters.map(cluster => (
        <li key={cluster.name} className={styles.card}>
          <ClusterName cluster={cluster} />
          <ClusterHealth cluster={cluster} />
          <dl className={styles.facts}>
            <dt>{t('cluster.version')}</dt>
            <dd>
              <ClusterVersion cluster={cluster} />
            </dd>
            <dt>{t('cluster.latency')}</dt>
            <dd>
              <ClusterLatency cluster={cluster} />
            </dd>
            <dt>{t('cluster.lastSeen')}</dt>
            <dd>
              <LastSeen time={cluster.lastSeen} now={now} />
            </dd>
            <dt>{t('cluster.watches')}</dt>
            <dd>
              <WatchCounts cluster={cluster} />
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
