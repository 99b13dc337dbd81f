import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import styles from './common.module.css';

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
}

/** A place where nothing is yet: what would be here, why not, and what to do. */
export function EmptyState({ icon, title, hint, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {icon && (
        <span className={styles.emptyIcon} aria-hidden>
          {icon}
        </span>
      )}
      <Text as="p" variant="body-large" weight="bold">
        {title}
      </Text>
      {hint && (
        <Text
          as="p"
          variant="body-medium"
          color="secondary"
          className={styles.emptyHint}
        >
          {hint}
        </Text>
      )}
      {action}
    </div>
  );
}
