import { useState } from 'react';
import {
  Tab,
  TabList,
  TabPanel,
  Tabs,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import type { Credentials } from '@jimu/plugin-service-broker-common';
import { useTexts } from '../../hooks/useTexts';
import {
  allFields,
  Connection,
  ConnectionField,
  connectionFrom,
  Reach,
  reachable,
} from '../../model/connection/Connection';
import { envFile } from '../../model/connection/envFile';
import { secretYaml } from '../../model/connection/secretYaml';
import { CopyButton } from '../common/CopyButton';
import { MachineName } from '../common/MachineName';
import { CodeBlock } from './CodeBlock';
import { CodeTab } from './CodeTab';
import styles from './connection.module.css';

interface ConnectionViewProps {
  credentials: Credentials;
  /** Name for a Secret made from them. */
  secretName: string;
}

/** Credentials in the forms in which apps take them. */
export function ConnectionView(props: ConnectionViewProps) {
  const { credentials, secretName } = props;
  const t = useTexts();
  const [reach, setReach] = useState<Reach>('cluster');
  const connection = connectionFrom(credentials, reach);
  return (
    <>
      {reachable(credentials, 'external') ? (
        <div className={styles.reach}>
          <Text variant="body-medium">{t('connection.reach')}</Text>
          <ToggleButtonGroup
            aria-label={t('connection.reach')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[reach]}
            onSelectionChange={([key]) => setReach(key as Reach)}
          >
            <ToggleButton id="cluster">
              {t('connection.reach.cluster')}
            </ToggleButton>
            <ToggleButton id="external">
              {t('connection.reach.external')}
            </ToggleButton>
          </ToggleButtonGroup>
        </div>
      ) : (
        <Text as="p" variant="body-small" color="secondary">
          {t('connection.noExternal')}
        </Text>
      )}
      <div className={styles.tabs}>
        <Tabs>
          <TabList aria-label={t('connection.formats')}>
            <Tab id="fields">{t('connection.tab.fields')}</Tab>
            <Tab id="uri">{t('connection.tab.uri')}</Tab>
            <Tab id="env">{t('connection.tab.env')}</Tab>
            <Tab id="secret">{t('connection.tab.secret')}</Tab>
            <Tab id="code">{t('connection.tab.code')}</Tab>
          </TabList>
          <TabPanel id="fields">
            <FieldList connection={connection} />
          </TabPanel>
          <TabPanel id="uri">
            {connection.uri ? (
              <CodeBlock
                code={connection.uri.value}
                name={t('connection.tab.uri')}
                wrap
              />
            ) : (
              <Text as="p" color="secondary" className={styles.hint}>
                {t('connection.noUri')}
              </Text>
            )}
          </TabPanel>
          <TabPanel id="env">
            <CodeBlock
              code={envFile(connection)}
              name={t('connection.tab.env')}
              hint={t('connection.env.hint')}
            />
          </TabPanel>
          <TabPanel id="secret">
            <CodeBlock
              code={secretYaml(connection, secretName)}
              name={t('connection.tab.secret')}
              hint={t('connection.secret.hint')}
            />
          </TabPanel>
          <TabPanel id="code">
            <CodeTab connection={connection} />
          </TabPanel>
        </Tabs>
      </div>
    </>
  );
}

function FieldValue({ field }: { field: ConnectionField }) {
  const t = useTexts();
  const { key, value } = field;
  const lines = value.trim().split('\n').length;
  if (lines === 1) return <MachineName value={value} label={key} />;
  return (
    <div className={styles.long}>
      <details>
        <summary>{t('connection.lines', { number: String(lines) })}</summary>
        <pre>{value}</pre>
      </details>
      <CopyButton text={value} name={key} />
    </div>
  );
}

function FieldList({ connection }: { connection: Connection }) {
  return (
    <dl className={styles.fields}>
      {allFields(connection).map(field => (
        <div key={field.key}>
          <dt>{field.key}</dt>
          <dd>
            <FieldValue field={field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
