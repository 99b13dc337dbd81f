import { Button, Text } from '@backstage/ui';
import { RiAlertLine, RiInformationLine } from '@remixicon/react';
import type { InstanceEvent } from '@jimu/plugin-service-broker-common';
import { useFirst } from '../../hooks/useFirst';
import { useTexts } from '../../hooks/useTexts';
import { Panel } from '../common/Panel';
import { TimeAgo } from '../common/TimeAgo';
import styles from './InstancePage.module.css';

const FIRST = 6;

/** What Kubernetes tells of the instance's objects, newest first. */
export function EventsPanel({ events }: { events: InstanceEvent[] }) {
  const t = useTexts();
  const newestFirst = [...events].sort((a, b) => b.time.localeCompare(a.time));
  const { shown, isCut, showAll } = useFirst(newestFirst, FIRST);
  return (
    <Panel title={t('instance.events')}>
      {events.length === 0 ? (
        <Text as="p" color="secondary">
          {t('instance.events.empty')}
        </Text>
      ) : (
        <ul className={styles.events}>
          {shown.map(event => (
            <li
              key={`${event.time} ${event.object} ${event.reason} ${event.message}`}
              data-type={event.type}
            >
              {event.type === 'Warning' ? (
                <RiAlertLine aria-hidden size={16} />
              ) : (
                <RiInformationLine aria-hidden size={16} />
              )}
              <div>
                <span className={styles.eventHead}>
                  <strong>
                    {t(
                      event.type === 'Warning'
                        ? 'instance.events.warning'
                        : 'instance.events.normal',
                    )}
                    : {event.reason}
                  </strong>
                  <span className={styles.muted}>
                    {event.count > 1 &&
                      `${t('instance.events.times', {
                        number: String(event.count),
                      })} · `}
                    <TimeAgo time={event.time} />
                  </span>
                </span>
                <span>{event.message}</span>
                <code className={styles.muted}>{event.object}</code>
              </div>
            </li>
          ))}
        </ul>
      )}
      {isCut && (
        <div>
          <Button variant="tertiary" size="small" onPress={showAll}>
            {t('instance.showAll', { number: String(events.length) })}
          </Button>
        </div>
      )}
    </Panel>
  );
}
