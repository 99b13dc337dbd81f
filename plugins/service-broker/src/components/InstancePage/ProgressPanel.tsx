import { Text, VisuallyHidden } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiCloseCircleFill,
  RiLoader4Line,
} from '@remixicon/react';
import type {
  Operation,
  OperationStep,
  StepState,
} from '@jimu/plugin-service-broker-common';
import { useAmounts } from '../../hooks/useAmounts';
import { useNow } from '../../hooks/useNow';
import { useDynamicTexts, useFormats, useTexts } from '../../hooks/useTexts';
import { Panel } from '../common/Panel';
import styles from './InstancePage.module.css';

const ICONS: Record<StepState, React.ReactElement> = {
  waiting: <RiCircleLine size={18} />,
  active: <RiLoader4Line size={18} className={styles.spin} />,
  done: <RiCheckboxCircleFill size={18} />,
  failed: <RiCloseCircleFill size={18} />,
};

interface ProgressPanelProps {
  operation: Operation | undefined;
  /** From order to ready; undefined while it is not known. */
  expectedMinutes: number | undefined;
}

/** The running operation, or the one that failed last, step by step; nothing when all is done. */
export function ProgressPanel(props: ProgressPanelProps) {
  const { operation } = props;
  if (!operation || operation.state === 'succeeded') return null;
  return <OperationProgress {...props} operation={operation} />;
}

type OperationProgressProps = ProgressPanelProps & { operation: Operation };

function OperationProgress(props: OperationProgressProps) {
  const { operation } = props;
  const t = useTexts();
  const { translate } = useDynamicTexts();
  const { type, steps, state } = operation;
  const running = state === 'in progress';
  const name = (step: OperationStep) =>
    translate(`step.${type}.${step.id}`) ?? step.id;
  const current = steps.find(
    step => step.state === 'active' || step.state === 'failed',
  );
  return (
    <Panel
      title={t(`instance.progress.${type}`)}
      hint={running ? t('instance.progress.stays') : undefined}
    >
      {running && <Elapsed {...props} />}
      <VisuallyHidden role="status">
        {current &&
          t('instance.progress.announce', {
            step: name(current),
            state: t(`instance.step.${current.state}`),
          })}
      </VisuallyHidden>
      <ol className={styles.steps}>
        {steps.map(step => (
          <Step key={step.id} step={step} name={name(step)} />
        ))}
      </ol>
    </Panel>
  );
}

function Elapsed({ operation, expectedMinutes }: OperationProgressProps) {
  const t = useTexts();
  const formats = useFormats();
  const amounts = useAmounts();
  const now = useNow(1_000);
  const elapsed = formats.elapsed(now - Date.parse(operation.startedAt));
  return (
    <Text as="p" variant="body-medium" className={styles.elapsed}>
      {operation.type === 'create' && expectedMinutes !== undefined
        ? t('instance.progress.elapsed', {
            elapsed,
            minutes: amounts.minutes(expectedMinutes),
          })
        : t('instance.progress.elapsedOnly', { elapsed })}
    </Text>
  );
}

function Step({ step, name }: { step: OperationStep; name: string }) {
  const t = useTexts();
  const { state, message } = step;
  return (
    <li
      className={styles.step}
      data-state={state}
      aria-current={state === 'active' ? 'step' : undefined}
    >
      <span aria-hidden className={styles.stepIcon}>
        {ICONS[state]}
      </span>
      <span className={styles.stepBody}>
        <span>{name}</span>
        <VisuallyHidden>{t(`instance.step.${state}`)}</VisuallyHidden>
        {message && (
          <span className={styles.stepMessage} title={message}>
            {message}
          </span>
        )}
      </span>
      <StepTime step={step} />
    </li>
  );
}

function StepTime({ step }: { step: OperationStep }) {
  const formats = useFormats();
  const { startedAt, finishedAt, state } = step;
  const now = useNow(state === 'active' ? 1_000 : undefined);
  if (!startedAt || state === 'waiting') return null;
  const end = finishedAt ? Date.parse(finishedAt) : now;
  return (
    <time
      className={styles.stepTime}
      dateTime={startedAt}
      title={formats.dateTime(startedAt)}
    >
      {formats.elapsed(end - Date.parse(startedAt))}
    </time>
  );
}
