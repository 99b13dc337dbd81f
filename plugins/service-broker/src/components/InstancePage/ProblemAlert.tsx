import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, ButtonLink } from '@backstage/ui';
import type { InstanceView, Problem } from '@jimu/plugin-service-broker-common';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useAction } from '../../hooks/useAction';
import { useLinks } from '../../hooks/useLinks';
import { useDynamicTexts, useTexts } from '../../hooks/useTexts';
import { suggestionFrom } from '../../model/orderDraft';
import { FailureAlert } from '../common/FailureAlert';
import styles from './InstancePage.module.css';

interface ProblemAlertProps {
  view: InstanceView;
  onRetried: () => void;
}

function warningOf({ conditions }: InstanceView): string | undefined {
  return conditions.find(
    condition =>
      condition.type === 'OperatorWarning' && condition.status === 'True',
  )?.message;
}

/** What is wrong, in plain words, what to do about it, and the button that does it. */
export function ProblemAlert({ view, onRetried }: ProblemAlertProps) {
  const t = useTexts();
  const problem = view.problem ?? view.operation?.problem;
  const warning = warningOf(view);
  return (
    <div role="status" className={styles.alerts}>
      {problem && (
        <ProblemDetails view={view} problem={problem} onRetried={onRetried} />
      )}
      {warning && (
        <Alert
          status="warning"
          icon
          title={t('instance.warning')}
          description={warning}
        />
      )}
    </div>
  );
}

function ProblemDetails(props: ProblemAlertProps & { problem: Problem }) {
  const { view, problem, onRetried } = props;
  const t = useTexts();
  const texts = useDynamicTexts();
  const links = useLinks();
  const api = useApi(serviceBrokerApiRef);
  const retry = useAction(async () => {
    await api.retry(view.id);
    onRetried();
  });
  const remedy = texts.remedy(problem);
  const said = texts.problem(problem);
  const failed = view.phase === 'failed' || view.operation?.state === 'failed';
  return (
    <>
      <Alert
        status={failed ? 'danger' : 'warning'}
        icon
        title={said}
        description={
          <span className={styles.problem}>
            {remedy && (
              <span>
                <strong>{t('instance.problem.next')}</strong> {remedy}
              </span>
            )}
            {said !== problem.message && (
              <details>
                <summary>{t('instance.problem.said')}</summary>
                <code>{problem.message}</code>
              </details>
            )}
          </span>
        }
        customActions={
          <>
            {view.phase === 'failed' && (
              <ButtonLink
                href={links.order(view.offering, suggestionFrom(view))}
                variant="tertiary"
                size="small"
              >
                {t('instance.orderLikeThis')}
              </ButtonLink>
            )}
            {view.allowed.includes('retry') && (
              <Button
                variant="primary"
                size="small"
                isPending={retry.pending}
                onPress={() => retry.run()}
              >
                {t('instance.retry')}
              </Button>
            )}
          </>
        }
      />
      {retry.failure && <FailureAlert failure={retry.failure} />}
    </>
  );
}
