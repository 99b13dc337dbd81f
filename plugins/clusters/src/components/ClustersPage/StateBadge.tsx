import type { ReactElement } from 'react';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiErrorWarningLine,
  RiLoader4Line,
  RiStopCircleLine,
} from '@remixicon/react';
import type {
  ClusterHealthState,
  WatchState,
} from '@jimu/plugin-clusters-common';
import styles from './ClustersPage.module.css';

type Tone = 'neutral' | 'success' | 'warning' | 'danger';

const icon = { 'aria-hidden': true, size: 14 } as const;
const spinner = <RiLoader4Line {...icon} className={styles.spin} />;

const LOOKS: Record<ClusterHealthState | WatchState, [Tone, ReactElement]> = {
  healthy: ['success', <RiCheckboxCircleLine {...icon} />],
  unreachable: ['danger', <RiCloseCircleLine {...icon} />],
  unknown: ['neutral', spinner],
  live: ['success', <RiCheckboxCircleLine {...icon} />],
  syncing: ['neutral', spinner],
  stale: ['warning', <RiErrorWarningLine {...icon} />],
  failed: ['danger', <RiCloseCircleLine {...icon} />],
  stopped: ['neutral', <RiStopCircleLine {...icon} />],
};

interface StateBadgeProps {
  state: ClusterHealthState | WatchState;
  /** The state in the viewer's language. */
  word: string;
}

/** A state by colour, icon and word. */
export function StateBadge({ state, word }: StateBadgeProps) {
  const [tone, symbol] = LOOKS[state];
  return (
    <span className={styles.badge} data-tone={tone}>
      {symbol}
      {word}
    </span>
  );
}
