import { Badge, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterInfo, WatchState } from '@jimu/plugin-clusters-common';
import { useFormats } from '../../hooks/useFormats';
import { clustersTranslationRef } from '../../translation';
import { StateBadge } from './StateBadge';
import styles from './ClustersPage.module.css';

/** Worst first: what needs eyes comes first. */
const WATCH_STATES: WatchState[] = [
  'failed',
  'stale',
  'syncing',
  'live',
  'stopped',
];

export interface ClusterFactProps {
  cluster: ClusterInfo;
}

export function ClusterName({ cluster }: ClusterFactProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <span className={styles.stack}>
      <span className={styles.title}>
        <Text as="span" weight="bold">
          {cluster.title}
        </Text>
        {cluster.sandbox && (
          <Badge size="small" title={t('cluster.sandboxHint')}>
            {t('cluster.sandbox')}
          </Badge>
        )}
      </span>
      <code className={styles.code}>{cluster.name}</code>
    </span>
  );
}

/** Colour, icon and word; and why, where it is not well. */
export function ClusterHealth({ cluster }: ClusterFactProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <span className={styles.stack}>
      <StateBadge state={cluster.health} word={t(`health.${cluster.health}`)} />
      {cluster.message && (
        <Text as="span" variant="body-small" color="secondary">
          {cluster.message}
        </Text>
      )}
    </span>
  );
}

export function ClusterVersion({ cluster }: ClusterFactProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return cluster.version ? (
    <code className={styles.code}>{cluster.version}</code>
  ) : (
    <>{t('cluster.unknown')}</>
  );
}

export function ClusterLatency({ cluster }: ClusterFactProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const formats = useFormats();
  return (
    <span className={styles.number}>
      {cluster.latencyMs === undefined
        ? t('cluster.unknown')
        : t('cluster.milliseconds', {
            value: formats.number(Math.round(cluster.latencyMs)),
          })}
    </span>
  );
}

interface LastSeenProps {
  time?: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** A time relative to now, with the exact one on hover. */
export function LastSeen({ time, now }: LastSeenProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const formats = useFormats();
  return time ? (
    <time dateTime={time} title={formats.dateTime(time)}>
      {formats.relative(time, now)}
    </time>
  ) : (
    <>{t('cluster.never')}</>
  );
}

/** How many watches are in which state. */
export function WatchCounts({ cluster }: ClusterFactProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const formats = useFormats();
  if (cluster.watches.length === 0) {
    return <>{t('watch.none')}</>;
  }
  return (
    <span className={styles.badges}>
      {WATCH_STATES.map(state => {
        const count = cluster.watches.filter(w => w.state === state).length;
        return (
          count > 0 && (
            <StateBadge
              key={state}
              state={state}
              word={t('watch.count', {
                number: formats.number(count),
                state: t(`watch.${state}`),
              })}
            />
          )
        );
      })}
    </span>
  );
}
