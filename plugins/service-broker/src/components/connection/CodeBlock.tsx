import { Text } from '@backstage/ui';
import { CopyButton } from '../common/CopyButton';
import styles from './connection.module.css';

interface CodeBlockProps {
  code: string;
  /** What it is, for the copy button and for those who cannot see it. */
  name: string;
  hint?: string;
  /** One long line rather than a text: broken anywhere. */
  wrap?: boolean;
}

/** Text to be copied; long lines scroll inside, never the page. */
export function CodeBlock({ code, name, hint, wrap }: CodeBlockProps) {
  return (
    <div className={styles.block}>
      <div className={styles.blockHead}>
        <Text as="p" variant="body-small" color="secondary">
          {hint}
        </Text>
        <CopyButton text={code} name={name} />
      </div>
      {/* Scrolls, so the keyboard must reach it. */}
      <pre
        className={styles.pre}
        data-wrap={wrap}
        role="region"
        aria-label={name}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {code}
      </pre>
    </div>
  );
}
