import { RiErrorWarningLine } from '@remixicon/react';
import styles from './common.module.css';

interface FieldNoteProps {
  id: string;
  error?: string;
}

/** What is wrong with a field, below it; announced when it appears. */
export function FieldNote({ id, error }: FieldNoteProps) {
  return (
    <div id={id} role="status">
      {error && (
        <span className={styles.fieldError}>
          <RiErrorWarningLine aria-hidden size={16} />
          {error}
        </span>
      )}
    </div>
  );
}
