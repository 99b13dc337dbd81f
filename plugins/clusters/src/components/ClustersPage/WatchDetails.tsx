import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterInfo, WatchInfo } from '@jimu/plugin-clusters-common';
import { useFormats } from '../../hooks/useFormats';
import { clustersTranslationRef } from '../../translation';
import { LastSeen } from './ClusterFacts';
import { StateBadge } from './StateBadge';
import styles from './ClustersPage.module.css';

interface WatchDetailsProps {
  cluster: ClusterInfo;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What the portal watches on one cluster, and how each watch is. */
export function WatchDetails({ cluster, now }: WatchDetailsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const formats = useFormats();
  const objects = cluster.watches.reduce((sum, w) => sum + w.objects, 0);
  return (
    <Accordion>
      <AccordionTrigger
        title={t('watch.title', { cluster: cluster.title })}
        subtitle={t('watch.summary', {
          number: formats.number(cluster.watches.length),
          objects: formats.number(objects),
        })}
      />
      <AccordionPanel>
        <ul className={styles.watches}>
          {cluster.watches.map(watch => (
            <li key={keyOf(watch)} className={styles.watch}>
              <span className={styles.stack}>
                <span className={styles.title}>
                  <Text as="span" weight="bold">
                    {watch.kind}
                  </Text>
                  <code className={styles.code}>{watch.apiVersion}</code>
                </span>
                <Text as="span" variant="body-small" color="secondary">
                  {watch.namespace ?? t('watch.allNamespaces')}
                  {watch.labelSelector && (
                    <code className={styles.selector}>
                      {watch.labelSelector}
                    </code>
                  )}
                </Text>
                {watch.message && (
                  <Text as="span" variant="body-small">
                    {watch.message}
                  </Text>
                )}
              </span>
              <StateBadge
                state={watch.state}
                word={t(`watch.${watch.state}`)}
              />
              <span className={styles.number}>
                {t('watch.objects', {
                  number: formats.number(watch.objects),
                })}
              </span>
              <LastSeen time={watch.lastSeen} now={now} />
            </li>
          ))}
        </ul>
      </AccordionPanel>
    </Accordion>
  );
}

function keyOf(watch: WatchInfo): string {
  const { apiVersion, kind, namespace, labelSelector } = watch;
  return JSON.stringify([apiVersion, kind, namespace, labelSelector]);
}
