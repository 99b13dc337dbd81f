import {
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
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

interface ClusterTableProps {
  clusters: ClusterInfo[];
  /** Milliseconds since the epoch. */
  now: number;
}

/** One row per cluster, for screens that have room. */
export function ClusterTable({ clusters, now }: ClusterTableProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <div className={styles.scroll}>
      <TableRoot aria-label={t('page.title')}>
        <TableHeader>
          <Column isRowHeader className={styles.name}>
            {t('cluster.name')}
          </Column>
          <Column className={styles.health}>{t('cluster.health')}</Column>
          <Column>{t('cluster.version')}</Column>
          <Column>{t('cluster.latency')}</Column>
          <Column>{t('cluster.lastSeen')}</Column>
          <Column>{t('cluster.watches')}</Column>
        </TableHeader>
        <TableBody>
          {clusters.map(cluster => (
            <Row key={cluster.name} id={cluster.name}>
              <Cell>
                <ClusterName cluster={cluster} />
              </Cell>
              <Cell>
                <ClusterHealth cluster={cluster} />
              </Cell>
              <Cell>
                <ClusterVersion cluster={cluster} />
              </Cell>
              <Cell>
                <ClusterLatency cluster={cluster} />
              </Cell>
              <Cell>
                <LastSeen time={cluster.lastSeen} now={now} />
              </Cell>
              <Cell>
                <WatchCounts cluster={cluster} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </TableRoot>
    </div>
  );
}
