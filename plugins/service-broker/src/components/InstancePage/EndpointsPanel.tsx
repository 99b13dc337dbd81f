import { Text } from '@backstage/ui';
import type { InstanceView } from '@jimu/plugin-service-broker-common';
import { useTexts } from '../../hooks/useTexts';
import { MachineName } from '../common/MachineName';
import { Panel } from '../common/Panel';
import styles from './InstancePage.module.css';

/** Where the instance answers. */
export function EndpointsPanel({ view }: { view: InstanceView }) {
  const t = useTexts();
  return (
    <Panel title={t('instance.endpoints')}>
      {view.endpoints.length === 0 ? (
        <Text as="p" color="secondary">
          {t('instance.endpoints.empty')}
        </Text>
      ) : (
        <dl className={styles.facts}>
          {view.endpoints.map(({ name, host, port, scope }) => (
            <div key={`${name} ${scope} ${host}:${port}`}>
              <dt>
                {name}
                <Text as="p" variant="body-small" color="secondary">
                  {t(`instance.endpoint.${scope}`)}
                </Text>
              </dt>
              <dd>
                <MachineName value={`${host}:${port}`} label={name} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
