import type { ReactElement, ReactNode } from 'react';
import styles from './common.module.css';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

interface ToneBadgeProps {
  tone: Tone;
  icon?: ReactElement;
  children: ReactNode;
}

/** A short word on a coloured ground. */
export function ToneBadge({ tone, icon, children }: ToneBadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
