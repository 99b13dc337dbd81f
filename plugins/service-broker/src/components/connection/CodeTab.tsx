import { useState } from 'react';
import { Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useTexts } from '../../hooks/useTexts';
import type { Connection } from '../../model/connection/Connection';
import {
  snippet,
  SnippetLanguage,
  SNIPPET_LANGUAGES,
} from '../../model/connection/snippets';
import { CodeBlock } from './CodeBlock';
import styles from './connection.module.css';

/** Code that connects, by language. */
export function CodeTab({ connection }: { connection: Connection }) {
  const t = useTexts();
  const [language, setLanguage] = useState<SnippetLanguage>('cli');
  const code = snippet(connection, language);
  if (code === undefined) {
    return (
      <Text as="p" color="secondary" className={styles.hint}>
        {t('connection.noUri')}
      </Text>
    );
  }
  return (
    <div className={styles.code}>
      <ToggleButtonGroup
        aria-label={t('connection.language')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[language]}
        onSelectionChange={([key]) => setLanguage(key as SnippetLanguage)}
        className={styles.languages}
      >
        {SNIPPET_LANGUAGES.map(id => (
          <ToggleButton key={id} id={id}>
            {t(`connection.language.${id}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <CodeBlock
        code={code}
        wrap={language === 'cli'}
        name={t(`connection.language.${language}`)}
        hint={t(
          language === 'cli' ? 'connection.cli.hint' : 'connection.code.hint',
        )}
      />
    </div>
  );
}
