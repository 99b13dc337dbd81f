import type { ReactNode } from 'react';
import { Alert, Button } from '@backstage/ui';
import type { Failure } from '../../api/describeError';
import { useDynamicTexts, useTexts } from '../../hooks/useTexts';
import styles from './common.module.css';

interface FailureAlertProps {
  failure: Failure;
  /** What could not be done; the kind of the failure where absent. */
  title?: string;
  onRetry?: () => void;
  /** Problems that are shown elsewhere, at their fields. */
  except?: (field: string | undefined) => boolean;
}

/** A failed request: what, why, what now. */
export function FailureAlert(props: FailureAlertProps) {
  const { failure, title, onRetry, except } = props;
  const t = useTexts();
  const texts = useDynamicTexts();
  const problems = failure.problems.filter(p => !except?.(p.field));
  const signedOut = failure.kind === 'signedOut';
  // Where problems say it better, the general hint would only be in the way.
  const hint =
    failure.problems.length > 0 ? undefined : t(`failure.${failure.kind}.hint`);
  const words = failure.kind === 'unknown' ? failure.message : undefined;
  const reload = () => window.location.reload();
  const action: ReactNode = signedOut ? (
    <Button size="small" variant="secondary" onPress={reload}>
      {t('action.signIn')}
    </Button>
  ) : (
    onRetry && (
      <Button size="small" variant="secondary" onPress={onRetry}>
        {t('action.reload')}
      </Button>
    )
  );
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title ?? t(`failure.${failure.kind}.title`)}
      description={
        <span className={styles.failure}>
          {hint && <span>{hint}</span>}
          {problems.map(problem => (
            <span key={`${problem.field} ${problem.code}`}>
              {texts.full(problem)}
            </span>
          ))}
          {words && <code>{words}</code>}
          {failure.requestId && (
            <span>{t('failure.requestId', { id: failure.requestId })}</span>
          )}
        </span>
      }
      customActions={action || undefined}
    />
  );
}
