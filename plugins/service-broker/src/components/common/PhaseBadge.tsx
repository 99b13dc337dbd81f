import type { ReactElement } from 'react';
import {
  RiAlertLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiDeleteBinLine,
  RiLoader4Line,
  RiTimeLine,
} from '@remixicon/react';
import type {
  BindingPhase,
  InstancePhase,
} from '@jimu/plugin-service-broker-common';
import { useTexts } from '../../hooks/useTexts';
import styles from './common.module.css';
import { Tone, ToneBadge } from './ToneBadge';

const TONES: Record<InstancePhase, Tone> = {
  pending: 'neutral',
  provisioning: 'info',
  ready: 'success',
  updating: 'info',
  degraded: 'warning',
  failed: 'danger',
  deleting: 'info',
  deleted: 'neutral',
};

const icon = { 'aria-hidden': true, size: 14 } as const;
const spinner = <RiLoader4Line {...icon} className={styles.spin} />;

const ICONS: Record<InstancePhase, ReactElement> = {
  pending: <RiTimeLine {...icon} />,
  provisioning: spinner,
  ready: <RiCheckboxCircleLine {...icon} />,
  updating: spinner,
  degraded: <RiAlertLine {...icon} />,
  failed: <RiCloseCircleLine {...icon} />,
  deleting: spinner,
  deleted: <RiDeleteBinLine {...icon} />,
};

/** The state of an instance by colour, icon and word. */
export function PhaseBadge({ phase }: { phase: InstancePhase }) {
  const t = useTexts();
  return (
    <ToneBadge tone={TONES[phase]} icon={ICONS[phase]}>
      {t(`phase.${phase}`)}
    </ToneBadge>
  );
}

/** The state of a binding by colour, icon and word. */
export function BindingBadge({ phase }: { phase: BindingPhase }) {
  const t = useTexts();
  const alike = phase === 'pending' ? 'provisioning' : phase;
  return (
    <ToneBadge tone={TONES[alike]} icon={ICONS[alike]}>
      {t(`binding.${phase}`)}
    </ToneBadge>
  );
}
