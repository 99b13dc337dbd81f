import { Button, Text } from '@backstage/ui';
import type { ActivityEntry } from '@jimu/plugin-service-broker-common';
import { useFirst } from '../../hooks/useFirst';
import { useTexts } from '../../hooks/useTexts';
import { Panel } from '../common/Panel';
import { PersonName } from '../common/PersonName';
import { TimeAgo } from '../common/TimeAgo';
import styles from './InstancePage.module.css';

const FIRST = 6;

/** Who did what with the instance, newest first. */
export function ActivityPanel({ activity }: { activity: ActivityEntry[] }) {
  const t = useTexts();
  const newestFirst = [...activity].sort((a, b) =>
    b.time.localeCompare(a.time),
  );
  const { shown, isCut, showAll } = useFirst(newestFirst, FIRST);
  return (
    <Panel title={t('instance.activity')}>
      {activity.length === 0 ? (
        <Text as="p" color="secondary">
          {t('instance.activity.empty')}
        </Text>
      ) : (
        <ul className={styles.activity}>
          {shown.map(({ id, action, actor, detail, time }) => (
            <li key={id}>
              <span>
                {t(`activity.${action}`, {
                  who: <PersonName entityRef={actor} />,
                })}
                {detail && <span className={styles.muted}> ({detail})</span>}
              </span>
              <span className={styles.muted}>
                <TimeAgo time={time} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {isCut && (
        <div>
          <Button variant="tertiary" size="small" onPress={showAll}>
            {t('instance.showAll', { number: String(activity.length) })}
          </Button>
        </div>
      )}
    </Panel>
  );
}
